package dev.catchment.compile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.schema.KindSchema;
import dev.catchment.api.schema.SchemaCheck;
import dev.catchment.api.schema.SchemaFinding;
import dev.catchment.api.v1alpha1.ApiJson;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/**
 * A resource after its schema and the rules in it were checked. In a cluster kube-apiserver has done so already, but
 * perhaps with another version's schema, and for files nobody has.
 *
 * @param resource with the schema's defaults; as it came if anything was found
 */
record Checked<T extends HasMetadata>(T resource, List<Diagnostic> diagnostics) {

    private static final ObjectMapper MAPPER = ApiJson.mapper();
    /** No spec that means something comes near it. */
    private static final int MOST_LEVELS = 200;

    static <T extends HasMetadata> Checked<T> of(T resource, Class<T> type) {
        KindSchema schema = KindSchema.of(type.getSimpleName()).orElseThrow();
        ObjectNode json = MAPPER.valueToTree(resource);
        json.remove("status");
        if (deeperThan(json, MOST_LEVELS)) {
            return new Checked<>(
                    resource,
                    List.of(Diagnostic.notAccepted(
                            DiagnosticReason.INVALID_SPEC,
                            "spec",
                            "objects and lists lie in each other more than " + MOST_LEVELS
                                    + " levels deep: make it flatter")));
        }
        List<SchemaFinding> findings = SchemaCheck.complete(schema, json, false);
        if (findings.isEmpty()) {
            findings = CrdRules.check(schema, json);
        }
        if (!findings.isEmpty()) {
            return new Checked<>(
                    resource,
                    findings.stream()
                            .map(each ->
                                    Diagnostic.notAccepted(DiagnosticReason.INVALID_SPEC, each.path(), each.message()))
                            .toList());
        }
        try {
            return new Checked<>(MAPPER.treeToValue(json, type), List.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what fits the schema must fit the records", e);
        }
    }

    /** Level by level, because what is too deep is too deep for recursion. */
    private static boolean deeperThan(JsonNode json, int levels) {
        List<JsonNode> level = List.of(json);
        for (int i = 0; i <= levels && !level.isEmpty(); i++) {
            List<JsonNode> next = new ArrayList<>();
            level.forEach(node -> node.forEach(child -> {
                if (child.isContainerNode()) {
                    next.add(child);
                }
            }));
            level = next;
        }
        return !level.isEmpty();
    }

    boolean valid() {
        return diagnostics.isEmpty();
    }
}
