package dev.catchment.compile;

import java.util.Map;

/**
 * What the last compilation of one workspace found of each resource, and what it had asked about the rest to find it. A
 * compilation that is given it repeats only what it must: a resource that is the same, and whose questions all have the
 * answers of last time, comes out as it did. It never changes what comes out. For one compilation at a time.
 */
public final class Memory {
    private Map<ResourceId, Remembered> resources = Map.of();
    private Map<String, Labels> labels = Map.of();

    Map<ResourceId, Remembered> resources() {
        return resources;
    }

    /** The labels of a kind's resources as they were. */
    Labels labels(String kind) {
        return labels.getOrDefault(kind, Labels.NONE);
    }

    void replace(Map<ResourceId, Remembered> nowResources, Map<String, Labels> nowLabels) {
        resources = nowResources;
        labels = nowLabels;
    }
}
