package dev.catchment.operator;

import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.Subjects;
import dev.catchment.testkit.AuditedWrite;
import dev.catchment.testkit.ConfiguredNats;
import io.nats.client.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A NATS that is there but does not do what is asked of it: the reason stands in the status and in an event. */
class BadNatsIT extends TeamTest {
    private static final String USERS = """
            jetstream {store_dir: "%s"}
            authorization {
              users = [
                {user: operator, password: "right"}
                {user: narrow, password: "narrow", permissions: {
                  publish: {deny: "$JS.API.STREAM.INFO.catchment_NAMESPACE_narrow_retries"}
                }}
              ]
            }
            """;

    @TempDir
    private Path servers;

    @Test
    void wrongCredentialsAreSaidAndTheRightOnesTakeEffectAtOnce() throws Exception {
        try (ConfiguredNats nats = ConfiguredNats.start(servers.resolve("users"), users())) {
            // When
            team.apply(credentials("operator", "wrong"), workspace("acme", nats.url()));

            // Then
            eventually().untilAsserted(() -> {
                assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("Unknown/BrokerUnauthorized");
                assertThat(message(team.workspace("acme"), "Ready"))
                        .contains(nats.url())
                        .contains("correct the Secret")
                        .doesNotContain("wrong");
                assertThat(team.events("Workspace", "acme")).contains("Warning BrokerUnauthorized");
            });

            // When
            team.apply(credentials("operator", "right"));
            long corrected = System.nanoTime();

            // Then
            eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "Provisioned"))
                    .isEqualTo("True/Provisioned"));
            Duration took = Duration.ofNanos(System.nanoTime() - corrected);
            System.out.printf("A corrected NATS password took effect after %d ms%n", took.toMillis());

            // When the server no longer takes them, while the connection stands
            nats.restart(users().replace("\"right\"", "\"other\""));

            // Then
            eventually().untilAsserted(() -> {
                team.touch("acme");
                assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("Unknown/BrokerUnauthorized");
            });

            // When it takes them again
            nats.restart(users());

            // Then
            eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "Provisioned"))
                    .isEqualTo("True/Provisioned"));
        }
    }

    @Test
    void aStreamThatTheOperatorMayNotSeeIsNamed() throws Exception {
        try (ConfiguredNats nats = ConfiguredNats.start(servers.resolve("narrow"), users())) {
            // When
            team.apply(credentials("narrow", "narrow"), workspace("narrow", nats.url()));

            // Then
            eventually().untilAsserted(() -> {
                assertThat(condition(team.workspace("narrow"), "Provisioned"))
                        .isEqualTo("False/BrokerPermissionDenied");
                assertThat(message(team.workspace("narrow"), "Provisioned"))
                        .contains(new Subjects(team.hub("narrow")).retryStream())
                        .contains("give its NATS user that permission");
                assertThat(team.events("Workspace", "narrow")).contains("Warning BrokerPermissionDenied");
            });
        }
    }

    @Test
    void aStoreThatIsTooSmallIsSaidWithWhatIsNeeded() throws Exception {
        String small = "jetstream {store_dir: \"%s\", max_file_store: 100MB}\n";
        try (ConfiguredNats nats = ConfiguredNats.start(servers.resolve("small"), small)) {
            // Given
            team.apply(open("first", nats.url(), "log: {maxBytes: 8Mi}", "archive: {maxBytes: 8Mi}"));
            eventually().untilAsserted(() -> assertThat(condition(team.workspace("first"), "Provisioned"))
                    .isEqualTo("True/Provisioned"));

            // When
            team.apply(open("second", nats.url(), "log: {maxBytes: 1Gi}", "archive: {maxBytes: 8Mi}"));

            // Then
            eventually().untilAsserted(() -> {
                assertThat(condition(team.workspace("second"), "Provisioned")).isEqualTo("False/InsufficientStorage");
                assertThat(message(team.workspace("second"), "Provisioned"))
                        .contains("bytes are needed beside the ")
                        .contains("max_file_store");
                assertThat(team.events("Workspace", "second")).contains("Warning InsufficientStorage");
            });

            // Then what is there goes on
            assertThat(condition(team.workspace("first"), "Provisioned")).isEqualTo("True/Provisioned");
            try (Connection connection = BrokerConnection.open(BrokerSettings.of(nats.url()), "test")) {
                assertThat(connection.jetStream().publish(names("first").logSubject(0), new byte[100]))
                        .isNotNull();
            }
        }
    }

    @Test
    void noJetStreamAndNoReplicasAreSaid() throws Exception {
        try (ConfiguredNats without = ConfiguredNats.start(servers.resolve("without"), "");
                ConfiguredNats single =
                        ConfiguredNats.start(servers.resolve("single"), "jetstream {store_dir: \"%s\"}\n")) {
            // When
            team.apply(
                    open("without", without.url()), open("three", single.url()).replace("]}", "], replicas: 3}"));

            // Then
            eventually().untilAsserted(() -> {
                assertThat(condition(team.workspace("without"), "Provisioned")).isEqualTo("Unknown/JetStreamDisabled");
                assertThat(team.events("Workspace", "without")).contains("Warning JetStreamDisabled");
                assertThat(condition(team.workspace("three"), "Provisioned")).isEqualTo("False/StreamsRefused");
                assertThat(message(team.workspace("three"), "Provisioned")).contains("replicas");
                assertThat(team.events("Workspace", "three")).contains("Warning StreamsRefused");
            });
        }
    }

    @Test
    void aUrlThatCannotBeReadIsTheWorkspacesFault() {
        // When
        team.apply(open("acme", "nats://nats:port"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Accepted")).isEqualTo("False/NatsUrlInvalid");
            assertThat(condition(team.workspace("acme"), "Stalled")).isEqualTo("True/NatsUrlInvalid");
            assertThat(message(team.workspace("acme"), "Ready")).contains("nats://nats:port");
            assertThat(team.events("Workspace", "acme")).contains("Warning NatsUrlInvalid");
        });
    }

    /** Retries become rare, and none of them writes anything. */
    @Test
    void anOutageIsWrittenDownOnce() throws Exception {
        // Given
        team.apply(Manifests.WORKSPACE, Manifests.SOURCE);
        eventually().until(() -> team.plan("acme").containsKey("source.web"));

        // When
        team.nats.kill();
        team.touch("acme");
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("Unknown/BrokerUnavailable");
            assertThat(message(team.workspace("acme"), "Provisioned")).contains("the connection was lost");
        });
        List<AuditedWrite> once = team.operatorWrites();
        for (int i = 0; i < 5; i++) {
            team.touch("acme");
            eventually().pollDelay(Duration.ofMillis(300)).until(() -> true);
        }

        // Then
        assertThat(team.operatorWrites()).hasSameSizeAs(once);
    }

    private String users() {
        return USERS.replace("NAMESPACE", team.namespace);
    }

    private Subjects names(String workspace) {
        return new Subjects(team.hub(workspace));
    }

    private static String credentials(String user, String password) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: nats}
                stringData: {username: %s, password: %s}
                """.formatted(user, password);
    }

    private static String workspace(String name, String url) {
        return """
                apiVersion: catchment.dev/v1alpha1
                kind: Workspace
                metadata: {name: %s}
                spec:
                  nats: {servers: ["%s"], credentialsSecretRef: {name: nats}}
                """.formatted(name, url);
    }

    /** @param more lines of the spec */
    private static String open(String name, String url, String... more) {
        return """
                apiVersion: catchment.dev/v1alpha1
                kind: Workspace
                metadata: {name: %s}
                spec:
                  nats: {servers: ["%s"]}
                """.formatted(name, url) + String.join("\n", more).indent(2);
    }
}
