package dev.catchment.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.api.schema.KindSchema;
import dev.catchment.api.schema.SchemaFinding;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the CEL rules of the CRDs outside a cluster, so that a folder of resources obeys the same rules. Rules over
 * a change ({@code oldSelf}) need a cluster and are left out.
 */
final class CrdRules {

    private static final Cel CEL = CelFactory.legacyCelBuilder()
            .setOptions(CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addCompilerLibraries(CelExtensions.strings())
            .addRuntimeLibraries(CelExtensions.strings())
            .addVar("self", SimpleType.DYN)
            .build();
    private static final Map<String, CelRuntime.Program> PROGRAMS = new ConcurrentHashMap<>();

    private CrdRules() {}

    /** What the rules find wrong with a resource whose structure is known to be right. */
    static List<SchemaFinding> check(KindSchema schema, JsonNode resource) {
        List<SchemaFinding> findings = new ArrayList<>();
        walk("", schema.root(), resource, findings);
        return findings;
    }

    private static void walk(String path, JsonNode schema, JsonNode value, List<SchemaFinding> findings) {
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            if (!rule.path("rule").asText().contains("oldSelf")
                    && !holds(rule.path("rule").asText(), value)) {
                findings.add(new SchemaFinding(
                        path + rule.path("fieldPath").asText(),
                        rule.path("message").asText()));
            }
        }
        for (var property : schema.path("properties").properties()) {
            if (value.hasNonNull(property.getKey())) {
                String at = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
                walk(at, property.getValue(), value.get(property.getKey()), findings);
            }
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            walk(path + "[" + i + "]", schema.path("items"), value.get(i), findings);
        }
        if (schema.has("additionalProperties")) {
            for (var entry : value.properties()) {
                walk(path + "." + entry.getKey(), schema.get("additionalProperties"), entry.getValue(), findings);
            }
        }
    }

    private static boolean holds(String rule, JsonNode self) {
        try {
            Object value = toCel(self);
            return value == null
                    || Boolean.TRUE.equals(
                            PROGRAMS.computeIfAbsent(rule, CrdRules::compile).eval(Map.of("self", value)));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("the CRD's rule cannot be evaluated: " + rule, e);
        }
    }

    private static CelRuntime.Program compile(String rule) {
        try {
            return CEL.createProgram(CEL.compile(rule).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("the CRD's rule does not compile: " + rule, e);
        }
    }

    private static @Nullable Object toCel(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (var entry : node.properties()) {
                    Object value = toCel(entry.getValue());
                    if (value != null) {
                        map.put(entry.getKey(), value);
                    }
                }
                yield map;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (JsonNode item : node) {
                    Object value = toCel(item);
                    if (value != null) {
                        list.add(value);
                    }
                }
                yield list;
            }
            case STRING -> node.asText();
            case BOOLEAN -> node.asBoolean();
            case NUMBER -> node.isIntegralNumber() ? (Object) node.asLong() : (Object) node.asDouble();
            default -> null;
        };
    }
}
