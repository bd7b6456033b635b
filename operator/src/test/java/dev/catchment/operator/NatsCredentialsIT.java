package dev.catchment.operator;

import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.broker.NatsProcess;
import dev.catchment.testkit.TestAuthority;
import dev.catchment.testkit.TestNats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Workspace's own NATS asks for more than a name: the Secret is used, and changed, without new pods. */
class NatsCredentialsIT extends TeamTest {
    @TempDir
    private Path own;

    @Test
    void theOperatorTakesUpWhateverTheSecretHoldsAndChangesNoPod() throws Exception {
        // Given both sides show certificates
        TestAuthority authority = new TestAuthority();
        TestAuthority.Identity server = authority.serverOf("127.0.0.1");
        TestAuthority.Identity client = authority.client("operator");
        String tls = "tls { cert_file: \"%s\", key_file: \"%s\", ca_file: \"%s\", verify: true }"
                .formatted(
                        Files.write(own.resolve("crt"), server.certificate()),
                        Files.write(own.resolve("key"), server.key()),
                        Files.write(own.resolve("ca"), authority.certificate()));
        try (NatsProcess nats = TestNats.start(own.resolve("nats"), tls)) {
            team.apply(WORKSPACE.replace(
                    "spec: {}",
                    "spec: {nats: {servers: [\"" + nats.url() + "\"], credentialsSecretRef: {name: nats}}}"));

            // When a half of what belongs together is missing
            team.apply(secret(Map.of("tls.crt", client.certificate(), "ca.crt", authority.certificate())));

            // Then
            eventually().untilAsserted(() -> assertThat(message(team.workspace("acme"), "ResolvedRefs"))
                    .contains("Secret \"nats\" must have the keys \"tls.crt\" and \"tls.key\" both"));

            // When
            team.apply(secret(Map.of(
                    "tls.crt", client.certificate(), "tls.key", client.key(), "ca.crt", authority.certificate())));

            // Then
            eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "Provisioned"))
                    .isEqualTo("True/Provisioned"));
            Map<String, Long> generations = team.deploymentGenerations();
            assertThat(generations).hasSize(2);

            // When it becomes a token
            nats.restart("authorization { token: \"first\" }");
            team.apply(secret(Map.of("token", bytes("first"))));
            team.apply(SOURCE);

            // Then
            eventually().untilAsserted(() -> assertThat(condition(team.source("web"), "Programmed"))
                    .isEqualTo("Unknown/NoPlanes"));
            assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("True/Provisioned");
            assertThat(team.deploymentGenerations()).isEqualTo(generations);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Replaced as a whole, as tools that rotate Secrets do. */
    private static String secret(Map<String, byte[]> data) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: nats}
                data: {%s}
                """.formatted(data.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + Base64.getEncoder().encodeToString(entry.getValue()))
                .collect(Collectors.joining(", ")));
    }
}
