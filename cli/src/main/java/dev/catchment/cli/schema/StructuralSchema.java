package dev.catchment.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Translates the OpenAPI schema of a CRD into JSON Schema draft-07. What Kubernetes says with extensions is said in
 * JSON Schema's words where it has any; rules in CEL have none and are left to {@code catchment lint}.
 */
final class StructuralSchema {
    private static final List<String> SAME = List.of(
            "description",
            "type",
            "format",
            "default",
            "enum",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "required");

    private StructuralSchema() {}

    static ObjectNode of(JsonNode openApi) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        for (String keyword : SAME) {
            if (openApi.has(keyword)) {
                schema.set(keyword, openApi.get(keyword).deepCopy());
            }
        }
        if (openApi.path("x-kubernetes-int-or-string").asBoolean()) {
            ArrayNode types = schema.putArray("type");
            types.add("integer").add("string");
        }
        if (openApi.path("x-kubernetes-list-type").asText().equals("set")) {
            schema.put("uniqueItems", true);
        }
        if (openApi.has("items")) {
            schema.set("items", of(openApi.get("items")));
        }
        if (openApi.has("properties")) {
            ObjectNode properties = schema.putObject("properties");
            openApi.get("properties")
                    .properties()
                    .forEach(property -> properties.set(property.getKey(), of(property.getValue())));
        }
        if (openApi.has("additionalProperties")) {
            schema.set("additionalProperties", of(openApi.get("additionalProperties")));
        } else if (openApi.has("properties")
                && !openApi.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }
}
