package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.FilterStatus;
import dev.catchment.compile.DiagnosticReason;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Conditions;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import dev.catchment.testkit.Kstatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GitOps tools take every kind to be in every state, by kstatus' own rules. */
class KstatusIT extends TeamTest {
    private static final String TYPE = """
            apiVersion: catchment.dev/v1alpha1
            kind: DestinationType
            metadata: {name: kstatus-tool}
            spec:
              version: "1"
              title: Tool
              modes: [cloud]
              actions: {send: {requests: [{url: "https://tool.example/"}]}}
              presets: [{name: all, when: {cel: "true"}, action: send}]
            """;

    private static final List<String> ALL = List.of(WORKSPACE, SOURCE, FILTER, destination("crm", true), TYPE);
    private static final Pattern YAML_BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String HELD = "test.example/held";

    @TempDir
    private Path git;

    @AfterEach
    void removeTheType() {
        DestinationType type = type();
        if (type != null) {
            type.getMetadata().setFinalizers(List.of());
            team.admin.resource(type).patch();
            team.admin.resource(type).delete();
        }
    }

    @Test
    void everyKindIsInProgressUntilItIsCurrent() throws Exception {
        // Given
        team.stopOperator();

        // When nobody has looked at them
        team.apply(ALL.toArray(String[]::new));

        // Then
        assertThat(statuses()).isEqualTo(everyKind("InProgress"));
        assertThat(resources())
                .allSatisfy(
                        r -> assertThat(TestTeam.conditions(r)).as(r.getKind()).isEmpty());

        // When the operator has, and no plane runs
        team.startOperator();
        eventually().untilAsserted(() -> assertThat(TestTeam.condition(team.source("web"), "Programmed"))
                .isEqualTo("Unknown/NoPlanes"));

        // Then
        eventually().untilAsserted(() -> assertThat(statuses())
                .containsEntry("Workspace", "InProgress")
                .containsEntry("Source", "InProgress")
                .containsEntry("Destination", "InProgress")
                .containsEntry("Filter", "InProgress")
                // nothing uses it, so there is nothing to wait for
                .containsEntry("DestinationType", "Current"));

        // When
        team.runPlanes("acme");

        // Then
        eventually().untilAsserted(() -> assertThat(statuses()).isEqualTo(everyKind("Current")));

        // When all of them are changed, and nobody has looked again
        team.stopOperator();
        team.apply(
                WORKSPACE.replace("spec: {}", "spec: {log: {keep: 5h}}"),
                SOURCE.replace("type: website", "type: website, allowedOrigins: [\"https://a.example\"]"),
                FILTER.replace("'staff'", "'crew'"),
                destination("crm", true).replace("/hook", "/hook2"),
                TYPE.replace("title: Tool", "title: Another tool"));

        // Then
        assertThat(statuses()).isEqualTo(everyKind("InProgress"));

        // When
        team.startOperator();

        // Then
        eventually().untilAsserted(() -> assertThat(statuses()).isEqualTo(everyKind("Current")));
    }

    @Test
    void whatOnlyAChangeOfTheSpecHelpsHasFailed() throws Exception {
        // Given
        team.apply(WORKSPACE, "---\n" + keyed("a-older"), ReferencesIT.secret("shared", "writeKey", "k1"));
        eventually().untilAsserted(() -> assertThat(TestTeam.condition(team.source("a-older"), "Accepted"))
                .isEqualTo("True/Accepted"));

        // When
        team.apply(
                keyed("b-newer"),
                FILTER.replace("event.userId == 'staff'", "event.userId =="),
                destination("crm", true).replace("url:", "uri:"),
                TYPE.replace("action: send", "action: sned"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(states(
                            List.of(team.source("b-newer"), team.filter("no-staff"), team.destination("crm"), type())))
                    .containsExactly("Failed", "Failed", "Failed", "Failed");
        });
    }

    @Test
    void whatMayComeByItselfIsWaitedFor() throws Exception {
        // Given
        team.apply(WORKSPACE.replace(
                "spec: {}",
                "spec: {nats: {servers: [\"" + team.nats.url() + "\"], credentialsSecretRef: {name: absent}}}"));
        team.apply(SOURCE.replace("{name: acme}", "{name: absent}"));
        team.apply(FILTER.replace("{name: acme}", "{name: absent}"));
        team.apply(destination("crm", true)
                .replace("  sourceSelector: {}", "  sourceSelector: {}\n  secretRef: {name: absent}"));

        // Then
        eventually().untilAsserted(() -> {
            List<HasMetadata> resources = List.of(
                    team.workspace("acme"), team.source("web"), team.filter("no-staff"), team.destination("crm"));
            assertThat(resources)
                    .allSatisfy(r ->
                            assertThat(TestTeam.conditions(r)).as(r.getKind()).isNotEmpty());
            assertThat(states(resources)).containsOnly("InProgress");
        });
    }

    @Test
    void whatIsBeingDeletedIsTerminating() throws Exception {
        // Given
        team.apply(ALL.stream()
                .map(yaml -> yaml.replaceFirst("metadata: \\{", "metadata: {finalizers: [" + HELD + "], "))
                .toArray(String[]::new));
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(statuses()).isEqualTo(everyKind("Current")));

        // When
        resources().reversed().forEach(r -> team.admin.resource(r).delete());

        // Then
        assertThat(statuses()).isEqualTo(everyKind("Terminating"));
        for (HasMetadata resource : resources()) {
            eventually().until(() -> {
                HasMetadata now = team.admin.resource(resource).get();
                now.getMetadata().setFinalizers(List.of());
                team.admin.resource(now).patch();
                return true;
            });
        }
    }

    /** The conditions are the operator's; the object is not in a cluster. */
    @Test
    void aResourceWhoseOwnTestsFailHasFailed() throws Exception {
        // Given
        Filter filter = new Filter();
        filter.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withName("f")
                .withGeneration(3L)
                .build());
        List<Condition> conditions = Conditions.rollUp(List.of(
                Condition.happy(ConditionType.ACCEPTED, Reason.ACCEPTED),
                Condition.happy(ConditionType.RESOLVED_REFS, Reason.RESOLVED),
                new Condition(
                        ConditionType.TESTS_PASSED,
                        Truth.FALSE,
                        DiagnosticReason.TESTS_FAILED.text(),
                        "case a: it was dropped"),
                Condition.happy(ConditionType.PROGRAMMED, Reason.PROGRAMMED)));

        // When
        filter.setStatus(
                new FilterStatus(3L, Conditions.stamp(List.of(), conditions, 3, Clock.systemUTC()), null, null));

        // Then
        assertThat(states(List.of(filter))).containsExactly("Failed");
    }

    /** Argo CD, with the script in docs/gitops.md, agrees with kstatus. */
    private List<String> states(List<? extends HasMetadata> resources) throws IOException, InterruptedException {
        List<String> states = Kstatus.of(team.admin, resources);
        assertThat(Kstatus.argoCd(team.admin, resources, healthScript()))
                .isEqualTo(states.stream().map(KstatusIT::health).toList());
        return states;
    }

    private static String health(String state) {
        return switch (state) {
            case "Current" -> "Healthy";
            case "Failed" -> "Degraded";
            default -> "Progressing";
        };
    }

    private Path healthScript() throws IOException {
        Matcher block = YAML_BLOCK.matcher(Files.readString(Path.of("../docs/gitops.md")));
        while (block.find()) {
            if (block.group(1).contains("health.lua")) {
                JsonNode data = YAML.readTree(block.group(1)).path("data");
                return Files.writeString(
                        git.resolve("health.lua"),
                        YAML.readTree(data.path("resource.customizations").asText())
                                .path("catchment.dev/*")
                                .path("health.lua")
                                .asText());
            }
        }
        throw new AssertionError("docs/gitops.md has no health.lua");
    }

    private Map<String, String> statuses() throws IOException, InterruptedException {
        List<HasMetadata> resources = resources();
        List<String> statuses = states(resources);
        Map<String, String> byKind = new TreeMap<>();
        for (int i = 0; i < statuses.size(); i++) {
            byKind.put(resources.get(i).getKind(), statuses.get(i));
        }
        return byKind;
    }

    private static Map<String, String> everyKind(String status) {
        Map<String, String> all = new TreeMap<>();
        List.of("Workspace", "Source", "Filter", "Destination", "DestinationType")
                .forEach(kind -> all.put(kind, status));
        return all;
    }

    private List<HasMetadata> resources() {
        return List.of(
                team.workspace("acme"), team.source("web"), team.filter("no-staff"), team.destination("crm"), type());
    }

    private DestinationType type() {
        return team.admin
                .resources(DestinationType.class)
                .withName("kstatus-tool")
                .get();
    }

    private static String keyed(String name) {
        return """
                apiVersion: catchment.dev/v1alpha1
                kind: Source
                metadata: {name: %s}
                spec:
                  workspaceRef: {name: acme}
                  type: server
                  writeKeys: [{secretKeyRef: {name: shared, key: writeKey}}]
                """.formatted(name);
    }
}
