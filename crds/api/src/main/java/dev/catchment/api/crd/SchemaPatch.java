package dev.catchment.api.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Merges a piece of YAML into the schema of a record, at every depth: for what annotations cannot say (list types,
 * bounds of items). The generator's own MergePatchCustomizer replaces a nested property instead of merging into it.
 */
public final class SchemaPatch implements SchemaCustomizer.Customizer {

    /** Conditions are a map keyed by type, so that several writers can each apply their own. */
    public static final String STATUS = """
            properties:
              conditions: {x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [type]}
            """;

    @Override
    public JSONSchemaProps apply(JSONSchemaProps props, String input, KubernetesSerialization serialization) {
        ObjectNode schema = serialization.convertValue(props, ObjectNode.class);
        merge(schema, serialization.unmarshal(input, ObjectNode.class));
        return serialization.convertValue(schema, JSONSchemaProps.class);
    }

    private static void merge(ObjectNode into, JsonNode patch) {
        for (var entry : patch.properties()) {
            if (entry.getValue() instanceof ObjectNode nested && into.get(entry.getKey()) instanceof ObjectNode old) {
                merge(old, nested);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        }
    }
}
