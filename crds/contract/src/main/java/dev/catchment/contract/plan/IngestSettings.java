package dev.catchment.contract.plan;

import dev.catchment.contract.Plane;

/**
 * What holds for the whole ingest plane.
 *
 * @param partitions partitions of the event log, at least 1
 */
public record IngestSettings(int partitions) implements PlanDocument {
    public static final String KEY = "ingest";

    public IngestSettings {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions is " + partitions + "; it is at least 1");
        }
    }

    @Override
    public Plane plane() {
        return Plane.INGEST;
    }

    @Override
    public String key() {
        return KEY;
    }
}
