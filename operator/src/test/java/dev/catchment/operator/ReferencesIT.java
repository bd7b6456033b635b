package dev.catchment.operator;

import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.SourceDocument;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a resource refers to may be wrong, missing, or come later. */
class ReferencesIT extends TeamTest {
    private static final String SIGNED = """
            apiVersion: catchment.dev/v1alpha1
            kind: Destination
            metadata: {name: signed}
            spec:
              workspaceRef: {name: acme}
              type: webhook
              sourceSelector: {}
              config: {url: "https://crm.example/hook"}
              secretRef: {name: crm, keys: {sharedSecret: token}}
            """;

    @Test
    void aWorkspaceMayComeAfterItsSources() {
        // Given
        team.apply(SOURCE);
        eventually().untilAsserted(() -> assertThat(condition(team.source("web"), "Ready"))
                .isEqualTo("False/RefNotFound"));
        assertThat(message(team.source("web"), "ResolvedRefs")).contains("no Workspace \"acme\"", team.namespace);
        assertThat(condition(team.source("web"), "Reconciling")).isEqualTo("True/RefNotFound");
        assertThat(condition(team.source("web"), "Stalled")).startsWith("False/");

        // When
        team.apply(WORKSPACE);
        team.runPlanes("acme");

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.source("web"), "Ready"))
                .isEqualTo("True/Ready"));
    }

    @Test
    void aSecretThatAppearsLaterAndChangesTakesEffect() {
        // Given
        team.apply(WORKSPACE, SOURCE, SIGNED, destination("plain", true));
        eventually().untilAsserted(() -> {
            assertThat(condition(team.destination("signed"), "ResolvedRefs")).isEqualTo("False/RefNotFound");
            assertThat(condition(team.destination("plain"), "ResolvedRefs")).isEqualTo("True/Resolved");
        });

        // When it appears
        team.apply(secret("crm", "token", "one"));

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.destination("signed"), "ResolvedRefs"))
                .isEqualTo("True/Resolved"));
        eventually().until(() -> sealed("signed") != null);
        String first = sealed("signed");

        // When it changes
        team.apply(secret("crm", "token", "two"));

        // Then
        eventually().untilAsserted(() -> assertThat(sealed("signed")).isNotEqualTo(first));
        assertThat(first).doesNotContain("one");
    }

    @Test
    void aWorkspaceWaitsForItsNatsCredentials() {
        // Given
        String workspace = WORKSPACE.replace(
                "spec: {}",
                "spec: {nats: {servers: [\"" + team.nats.url() + "\"], credentialsSecretRef: {name: nats}}}");
        team.apply(workspace, SOURCE);
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "ResolvedRefs"))
                .isEqualTo("False/RefNotFound"));
        assertThat(message(team.workspace("acme"), "Ready")).contains("no Secret \"nats\"");

        // When
        team.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: nats}
                stringData: {username: ingest, password: pass}
                """);

        // Then
        eventually().until(() -> team.plan("acme").containsKey("source.web"));
        assertThat(team.admin
                        .apps()
                        .deployments()
                        .inNamespace(team.namespace)
                        .withName("acme-ingest")
                        .get()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getVolumes())
                .anyMatch(v ->
                        v.getSecret() != null && v.getSecret().getSecretName().equals("nats"));
    }

    @Test
    void standBysAreAWarning() {
        // When
        team.apply(WORKSPACE.replace("spec: {}", "spec: {delivery: {replicas: 3}}"));

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "Accepted"))
                .isEqualTo("True/ReplicasExceedPartitions"));
        assertThat(message(team.workspace("acme"), "Accepted")).contains("2 of 3 pods");
    }

    @Test
    void anUnknownTypeStopsOnlyItsDestination() {
        // Given
        team.apply(WORKSPACE, SOURCE, destination("plain", true));
        team.apply(destination("odd", true).replace("type: webhook", "type: telegraph"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.destination("odd"), "Ready")).startsWith("False/");
            assertThat(message(team.destination("odd"), "Ready")).contains("telegraph");
            assertThat(condition(team.destination("plain"), "Accepted")).isEqualTo("True/Accepted");
        });
        assertThat(team.plan("acme")).containsKey("destination.plain");
    }

    @Test
    void ofTwoSourcesWithOneKeyTheOlderKeepsIt() {
        // Given
        String shared = """
                apiVersion: catchment.dev/v1alpha1
                kind: Source
                metadata: {name: %s}
                spec:
                  workspaceRef: {name: acme}
                  type: server
                  writeKeys: [{secretKeyRef: {name: shared, key: writeKey}}]
                """;
        team.apply(WORKSPACE, secret("shared", "writeKey", "k1"), shared.formatted("z-older"));
        eventually().until(() -> team.source("z-older") != null);
        // creation times have whole seconds, and a tie goes to the name
        String born = team.source("z-older").getMetadata().getCreationTimestamp();
        eventually().until(() -> Instant.now().isAfter(Instant.parse(born).plusSeconds(1)));
        team.apply(shared.formatted("a-newer"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.source("z-older"), "Accepted")).isEqualTo("True/Accepted");
            assertThat(condition(team.source("a-newer"), "Accepted")).isEqualTo("False/KeyConflict");
        });
        assertThat(message(team.source("a-newer"), "Accepted")).contains("z-older");
        assertThat(((SourceDocument) team.plan("acme").get("source.z-older")).writeKeys())
                .hasSize(1);
    }

    private String sealed(String destination) {
        Map<String, ?> plan = team.plan("acme");
        return ((DestinationDocument) plan.get("destination." + destination)).sealed();
    }

    static String secret(String name, String key, String value) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s}
                stringData: {%s: %s}
                """.formatted(name, key, value);
    }
}
