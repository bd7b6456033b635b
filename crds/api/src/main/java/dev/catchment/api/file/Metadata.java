package dev.catchment.api.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.schema.SchemaFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks the parts of a resource that every Kubernetes resource has. */
final class Metadata {

    private static final Set<String> TOP = Set.of("apiVersion", "kind", "metadata", "spec", "status");

    private Metadata() {}

    /** @param ours whether the resource has a spec and a status, as our kinds have, and nothing else */
    static List<SchemaFinding> check(ObjectNode resource, boolean ours) {
        List<SchemaFinding> findings = new ArrayList<>();
        JsonNode metadata = resource.path("metadata");
        if (!metadata.isObject()) {
            findings.add(new SchemaFinding("metadata", "is required, with a name"));
        } else {
            text(metadata, "name", true, findings);
            text(metadata, "namespace", false, findings);
            for (String map : List.of("labels", "annotations")) {
                texts("metadata." + map, metadata.path(map), findings);
            }
        }
        if (ours) {
            resource.fieldNames().forEachRemaining(name -> {
                if (!TOP.contains(name)) {
                    findings.add(new SchemaFinding(name, "is not a field here; known are metadata and spec"));
                }
            });
        }
        return findings;
    }

    private static void text(JsonNode metadata, String name, boolean required, List<SchemaFinding> findings) {
        JsonNode value = metadata.path(name);
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.asText().isEmpty())) {
            if (required) {
                findings.add(new SchemaFinding("metadata." + name, "is required"));
            }
        } else if (!value.isTextual()) {
            findings.add(new SchemaFinding("metadata." + name, "must be a text; put it into quotes"));
        }
    }

    static void texts(String path, JsonNode map, List<SchemaFinding> findings) {
        if (map.isMissingNode() || map.isNull()) {
            return;
        }
        if (!map.isObject()) {
            findings.add(new SchemaFinding(path, "must be an object of texts"));
            return;
        }
        for (var entry : map.properties()) {
            if (!entry.getValue().isTextual()) {
                findings.add(new SchemaFinding(path + "." + entry.getKey(), "must be a text; put it into quotes"));
            }
        }
    }
}
