package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
    private static final String HELD = "test.example/held";

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
            assertThat(Kstatus.of(
                            team.admin,
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
            assertThat(Kstatus.of(team.admin, resources)).containsOnly("InProgress");
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
        assertThat(Kstatus.of(team.admin, List.of(filter))).containsExactly("Failed");
    }

    private Map<String, String> statuses() throws IOException, InterruptedException {
        List<HasMetadata> resources = resources();
        List<String> statuses = Kstatus.of(team.admin, resources);
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
