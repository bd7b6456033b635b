package dev.catchment.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Plane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlanDocumentTest {
    static List<PlanDocument> documents() {
        return PlanSamples.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatIsWrittenIsRead(PlanDocument document) throws Exception {
        PlanDocument read = PlanDocument.parse(document.key(), document.toJson());
        assertThat(read).isEqualTo(document).hasSameHashCodeAs(document);
        assertThat(read.toJson()).isEqualTo(document.toJson());
        assertThat(read.revision())
                .isEqualTo(document.revision())
                .isEqualTo(PlanDocument.revision(document.toJson()))
                .matches("[0-9a-f]{16}");
    }

    @Test
    void everyKindIsHere() {
        Set<Class<?>> kinds = new HashSet<>();
        documents().forEach(document -> kinds.add(document.getClass()));
        assertThat(kinds).containsExactlyInAnyOrder(PlanDocument.class.getPermittedSubclasses());
        Set<Class<?>> actions = new HashSet<>();
        documents().stream()
                .filter(FilterDocument.class::isInstance)
                .forEach(
                        filter -> actions.add(((FilterDocument) filter).action().getClass()));
        assertThat(actions).containsExactlyInAnyOrder(FilterAction.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void fieldsOfANewerWriterAreIgnored(PlanDocument document) throws Exception {
        // Given
        ObjectNode newer = PlanSamples.tree(document);
        addUnknown(newer);

        // Then
        assertThat(PlanDocument.parse(document.key(), bytes(newer))).isEqualTo(document);
    }

    private static void addUnknown(ObjectNode object) {
        for (String part : List.of("delivery", "sources", "when", "action", "archive", "egress")) {
            if (object.get(part) instanceof ObjectNode nested) {
                nested.putObject("fromTheFuture");
            }
        }
        object.put("fromTheFuture", 1);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void theOrderOfFieldsIsNothing(PlanDocument document) throws Exception {
        PlanDocument read = PlanDocument.parse(document.key(), bytes(reversed(PlanSamples.tree(document))));
        assertThat(read.toJson()).isEqualTo(document.toJson());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aDocumentWithoutARequiredFieldIsRefused(PlanDocument document) {
        Set<String> optional = Set.of(
                "hold",
                "sealed",
                "ratePerSecond",
                "ratePerAddressPerSecond",
                "notAfter",
                "path",
                "when",
                "cel",
                "fql",
                "mode",
                "trustedProxies");
        ObjectNode tree = PlanSamples.tree(document);
        for (String field : names(tree)) {
            boolean required =
                    !optional.contains(field) || (document instanceof FilterDocument && field.equals("when"));
            ObjectNode less = tree.deepCopy();
            less.remove(field);
            if (required) {
                assertThatExceptionOfType(IOException.class)
                        .as("without " + field)
                        .isThrownBy(() -> PlanDocument.parse(document.key(), bytes(less)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ingest|{\"partitions\":0}|partitions is 0; it is at least 1",
                "ingest|{}|partitions",
                "ingest|null|null lies under the key ingest",
                "ingest|[]|Cannot deserialize",
                "ingest|{\"partitions\":1}{}|Trailing token",
                "ingest.x|{\"partitions\":1}|ingest lies under the key ingest.x",
                "source.app|{\"name\":\"web\",\"type\":\"server\",\"enabled\":true,\"writeKeys\":[],\"allowedOrigins\":[]}|source.web lies under the key source.app",
                "complete|{}|unknown kind of plan document: key complete",
                "audience.x|{}|unknown kind of plan document: key audience.x",
                "|{}|unknown kind"
            })
    void whatIsNoDocumentIsRefused(String key, String json, String message) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PlanDocument.parse(key == null ? "" : key, json.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/action|{\"do\":\"rename\"}",
                "/action|{}",
                "/action|{\"do\":\"sample\",\"percent\":101}",
                "/action|{\"do\":\"sample\",\"percent\":-1}",
                "/action|{\"do\":\"sample\",\"percent\":\"NaN\"}",
                "/when|{}",
                "/when|{\"cel\":\"true\",\"fql\":\"true\"}",
                "/when|{\"js\":\"true\"}"
            })
    void aFilterThatCannotBeUnderstoodIsRefusedNeverOpen(String at, String json) {
        FilterDocument filter = PlanSamples.filter(new FilterAction.Drop());
        ObjectNode tree = PlanSamples.tree(filter);
        tree.set(at.substring(1), PlanSamples.json(json));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> PlanDocument.parse(filter.key(), bytes(tree)));
    }

    @Test
    void keysSayWhichPlaneReadsThem() {
        assertThat(documents().stream().map(PlanDocument::key).distinct())
                .containsExactly(
                        "ingest",
                        "source.web",
                        "delivery",
                        "type.webhook.1.2.0",
                        "filter.no-staff",
                        "destination.crm.eu");
        assertThat(PlanSamples.INGEST.plane()).isEqualTo(Plane.INGEST);
        assertThat(PlanSamples.SOURCE.plane()).isEqualTo(Plane.INGEST);
        assertThat(documents().stream().filter(document -> document.plane() == Plane.INGEST))
                .hasSize(2);
    }

    @Test
    void theBytesOfADestinationNeverChange() {
        // A change here rewrites every hub's plan at the next upgrade, and makes "needs" of older planes wait: on
        // purpose only.
        assertThat(new String(
                        PlanSamples.destination(PlanSamples.json("{\"b\":1,\"a\":{\"y\":2,\"x\":[3.50,1e30]}}"))
                                .toJson(),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"config\":{\"a\":{\"x\":[3.5,1E+30],\"y\":2},\"b\":1},"
                        + "\"delivery\":{\"batchBytes\":1048576,\"batchEvents\":100,\"concurrency\":16,\"ordering\":\"user\","
                        + "\"ratePerSecond\":100,\"retryForSeconds\":86400,\"timeoutMillis\":30000},"
                        + "\"disabledPresets\":[\"pages\"],\"enabled\":true,\"hold\":\"waits for its filter\","
                        + "\"mappings\":[{\"action\":\"send\",\"fields\":{\"a\":1,\"b\":null},\"name\":\"orders\",\"when\":{\"cel\":\"true\"}}],"
                        + "\"name\":\"crm.eu\",\"needs\":{\"filter.no-staff\":\"fedcba9876543210\",\"type.webhook.1.2.0\":\"0123456789abcdef\"},"
                        + "\"sealed\":\"c2VhbGVk\",\"sources\":{\"all\":false,\"names\":[\"web\"]},\"suspend\":false,"
                        + "\"type\":\"webhook\",\"typeVersion\":\"1.2.0\",\"uid\":\"0f7c\"}");
    }

    @Test
    void anAppliedReportIsReadAsWritten() throws Exception {
        AppliedReport report = new AppliedReport(
                "delivery-0", 17, List.of(new AppliedReport.Refusal("destination.crm", 16, "unknown type")));
        byte[] json = ContractJson.DOCUMENTS.writeValueAsBytes(report);
        assertThat(ContractJson.DOCUMENTS.readValue(json, AppliedReport.class)).isEqualTo(report);
        assertThat(Arrays.asList(new String(json, StandardCharsets.UTF_8)))
                .containsExactly(
                        "{\"instance\":\"delivery-0\",\"refused\":[{\"key\":\"destination.crm\",\"reason\":\"unknown type\",\"sequence\":16}],\"sequence\":17}");
    }

    private static JsonNode reversed(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode reversed = object.objectNode();
        List<String> names = names(object);
        Collections.reverse(names);
        names.forEach(name -> reversed.set(name, reversed(object.get(name))));
        return reversed;
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static byte[] bytes(JsonNode tree) {
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }
}
