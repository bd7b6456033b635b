package dev.catchment.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every schema owes: a description for people on every field, and bounds, without which CEL rules are refused. */
class SchemaRulesTest {

    static List<String> crds() {
        return List.copyOf(CrdGeneration.generate().values());
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyFieldIsDescribedAndBounded(String yaml) {
        // Given
        JsonNode crd = new KubernetesSerialization().unmarshal(yaml, JsonNode.class);
        JsonNode root = crd.at("/spec/versions/0/schema/openAPIV3Schema");
        List<String> findings = new ArrayList<>();

        // When
        walk(crd.at("/spec/names/kind").asText(), root, true, findings);

        // Then
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyKindHasTheCommonTraits(String yaml) {
        // Given
        JsonNode crd = new KubernetesSerialization().unmarshal(yaml, JsonNode.class);

        // When
        JsonNode version = crd.at("/spec/versions/0");

        // Then
        assertThat(crd.at("/spec/names/categories/0").asText()).isEqualTo("catchment");
        assertThat(crd.at("/spec/names/shortNames")).hasSize(1);
        assertThat(version.at("/subresources/status").isObject()).isTrue();
        JsonNode status = version.at("/schema/openAPIV3Schema/properties/status");
        assertThat(status.at("/default/observedGeneration").asInt()).isEqualTo(-1);
        assertThat(status.at("/properties/conditions/x-kubernetes-list-map-keys/0")
                        .asText())
                .isEqualTo("type");
        assertThat(version.at("/additionalPrinterColumns"))
                .anySatisfy(column -> assertThat(column.get("name").asText()).isEqualTo("Ready"));
    }

    /**
     * A default that the API server writes into an item of a list is a difference to what lies in git, for ever: a list
     * is compared and replaced as a whole (kubectl apply, Argo CD).
     */
    @ParameterizedTest
    @MethodSource("crds")
    void nothingIsWrittenIntoTheItemsOfLists(String yaml) {
        // Given
        JsonNode crd = new KubernetesSerialization().unmarshal(yaml, JsonNode.class);
        List<String> findings = new ArrayList<>();

        // When
        defaultsInItems("", crd.at("/spec/versions/0/schema/openAPIV3Schema"), false, findings);

        // Then
        assertThat(findings).isEmpty();
    }

    private static void defaultsInItems(String path, JsonNode schema, boolean inItem, List<String> findings) {
        if (inItem && schema.has("default")) {
            findings.add(path);
        }
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            defaultsInItems(path + "." + field.getKey(), field.getValue(), inItem, findings);
        }
        if (schema.has("items")) {
            defaultsInItems(path + "[]", schema.get("items"), true, findings);
        }
        if (schema.path("additionalProperties").isObject()) {
            defaultsInItems(path + "{}", schema.get("additionalProperties"), inItem, findings);
        }
    }

    private static void walk(String path, JsonNode schema, boolean described, List<String> findings) {
        if (described && schema.path("description").asText().isBlank()) {
            findings.add(path + ": no description");
        }
        boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        switch (schema.path("type").asText()) {
            case "string" -> need(path, schema, findings, "maxLength", "enum");
            case "array" -> {
                need(path, schema, findings, "maxItems");
                walk(path + "[]", schema.get("items"), false, findings);
            }
            case "object" -> {
                if (schema.has("additionalProperties")) {
                    need(path, schema, findings, "maxProperties");
                    walk(path + "{}", schema.get("additionalProperties"), false, findings);
                }
                schema.path("properties")
                        .properties()
                        .forEach(p -> walk(path + "." + p.getKey(), p.getValue(), true, findings));
            }
            case "" -> {
                if (!open && !schema.path("x-kubernetes-int-or-string").asBoolean()) {
                    findings.add(path + ": neither a type nor open");
                }
            }
            default -> {}
        }
    }

    private static void need(String path, JsonNode schema, List<String> findings, String... oneOf) {
        for (String keyword : oneOf) {
            if (schema.has(keyword)) {
                return;
            }
        }
        findings.add(path + ": needs " + String.join(" or ", oneOf));
    }
}
