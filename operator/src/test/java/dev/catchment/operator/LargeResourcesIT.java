package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.contract.plan.SourceDocument;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** As much as one resource may hold, and more. */
class LargeResourcesIT extends TeamTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void whatIsAllowedWorksAndTheRestSaysHowMuchIs() {
        // Given
        team.apply(WORKSPACE, destination("plain", true));

        // When
        team.apply(
                secrets(16),
                source(100, 16),
                filter("e".repeat(4060)),
                destination("mapped", true) + mappings(100),
                labelled());

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.source("web"), "Accepted")).isEqualTo("True/Accepted");
            assertThat(condition(team.source("web"), "ResolvedRefs")).isEqualTo("True/Resolved");
            assertThat(condition(team.filter("no-staff"), "Accepted")).isEqualTo("True/Accepted");
            assertThat(condition(team.destination("mapped"), "Accepted")).isEqualTo("True/Accepted");
            assertThat(condition(team.destination("labelled"), "Accepted")).isEqualTo("True/Accepted");
        });
        SourceDocument source = (SourceDocument) team.plan("acme").get("source.web");
        assertThat(source.allowedOrigins()).hasSize(100);
        assertThat(source.writeKeys()).hasSize(16);

        // When there is more
        refused(source(101, 16), "spec.allowedOrigins", "must have at most 100 items");
        refused(source(100, 17), "spec.writeKeys", "must have at most 16 items");
        refused(filter("e".repeat(4100)), "spec.when.cel", "may not be more than 4096");
        refused(destination("mapped", true) + mappings(1000), "spec.mappings", "must have at most 100 items");

        // Then the others go on
        team.apply(destination("other", true));
        eventually().until(() -> team.plan("acme").containsKey("destination.other"));
    }

    @Test
    void aMebibyteInAConfigStopsOnlyItsDestinationAndIsNotRepeated() {
        // Given
        team.apply(WORKSPACE, destination("plain", true));

        // When
        team.apply(large("wide", "colour: " + "r".repeat(MEBIBYTE)), large("many", fields(20_000)));

        // not as YAML, in which a name has 1,024 characters at most
        Destination named = Serialization.unmarshal(destination("named", true), Destination.class);
        named.getSpec().config().put("k".repeat(200_000), 1);
        team.admin.resource(named).inNamespace(team.namespace).create();
        Destination deep = Serialization.unmarshal(destination("deep", true), Destination.class);
        ObjectNode inner = deep.getSpec().config();
        for (int i = 0; i < 1_500; i++) {
            inner = inner.putObject("deeper");
        }
        team.admin.resource(deep).inNamespace(team.namespace).create();

        // Then
        for (String each : List.of("wide", "named", "many")) {
            eventually().untilAsserted(() -> {
                assertThat(condition(team.destination(each), "Accepted")).isEqualTo("False/InvalidConfig");
                assertThat(message(team.destination(each), "Accepted"))
                        .contains("spec.config.")
                        .hasSizeLessThan(8200);
                assertThat(team.events("Destination", each)).contains("Warning InvalidConfig");
            });
        }
        eventually().untilAsserted(() -> assertThat(message(team.destination("deep"), "Accepted"))
                .contains("200 levels"));
        assertThat(team.plan("acme").get("destination.wide").toJson()).hasSizeLessThan(10_000);
        team.apply(destination("other", true));
        eventually().until(() -> team.plan("acme").containsKey("destination.other"));
    }

    private void refused(String yaml, String... says) {
        assertThatThrownBy(() -> team.apply(yaml))
                .isInstanceOf(KubernetesClientException.class)
                .message()
                .contains(says);
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj("field%d: 1"::formatted).collect(Collectors.joining(", "));
    }

    private static String large(String name, String config) {
        return destination(name, true).replace("config: {", "config: {" + config + ", ");
    }

    private static String secrets(int count) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: keys}
                stringData: {%s}
                """.formatted(
                IntStream.range(0, count).mapToObj(i -> "k" + i + ": key" + i).collect(Collectors.joining(", ")));
    }

    private static String source(int origins, int keys) {
        return SOURCE.replace(
                "type: website}",
                "type: website, allowedOrigins: ["
                        + IntStream.range(0, origins)
                                .mapToObj(i -> "\"https://" + "a".repeat(240) + i + ".example\"")
                                .collect(Collectors.joining(", "))
                        + "], writeKeys: ["
                        + IntStream.range(0, keys)
                                .mapToObj(i -> "{secretKeyRef: {name: keys, key: k" + i + "}}")
                                .collect(Collectors.joining(", "))
                        + "]}");
    }

    private static String filter(String text) {
        return FILTER.replace("event.userId == 'staff'", "event.userId == '" + text + "'");
    }

    private static String mappings(int count) {
        return "  mappings:\n"
                + IntStream.range(0, count)
                        .mapToObj(i -> "    - {name: m" + i + ", action: send, when: {cel: \"event.event == 'e" + i
                                + "'\"}, fields: {url: \"https://crm.example/" + i + "\"}}\n")
                        .collect(Collectors.joining());
    }

    /** 256 KiB of annotations are the most that Kubernetes takes. */
    private static String labelled() {
        String labels = IntStream.range(0, 200)
                .mapToObj(i -> "l" + i + ": " + "v".repeat(63))
                .collect(Collectors.joining(", "));
        return destination("labelled", true)
                .replace(
                        "{name: labelled}",
                        "{name: labelled, labels: {" + labels + "}, annotations: {a: " + "v".repeat(255 * 1024) + "}}");
    }
}
