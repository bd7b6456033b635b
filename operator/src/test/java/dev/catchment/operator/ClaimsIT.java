package dev.catchment.operator;

import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.TeamTest.eventually;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.Claim;
import dev.catchment.broker.Claims;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.Provisioner;
import dev.catchment.contract.Subjects;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two clusters with one NATS and a Workspace of the same namespace and name; the test is the other cluster. */
class ClaimsIT {
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private TestTeam team;
    private Connection connection;

    @AfterEach
    void stop() throws Exception {
        connection.close();
        team.close();
    }

    @Test
    void whatAnotherClusterHoldsIsLeftAlone() throws Exception {
        // Given
        start(SHORT);
        otherClusterTakes(60);
        long revision = applied().get(Subjects.CLAIM).getRevision();

        // When
        team.apply(WORKSPACE.replace("spec: {}", "spec: {deletionPolicy: Delete}"), SOURCE);

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("False/StreamsClaimed");
            assertThat(condition(team.source("web"), "Ready")).isEqualTo("Unknown/StreamsClaimed");
            assertThat(team.events("Workspace", "acme")).contains("Warning StreamsClaimed");
        });
        assertThat(message(team.workspace("acme"), "Ready"))
                .contains("(there, since 2026-01-01T00:00:00Z")
                .contains("another name or another NATS");
        assertThat(team.streams()).containsExactly(Subjects.streamOf(names().appliedBucket()));
        assertThat(applied().get(Subjects.CLAIM).getRevision()).isEqualTo(revision);
        assertThat(deployments()).isZero();

        // When
        team.admin.resource(team.workspace("acme")).delete();

        // Then its data are not this cluster's to remove
        eventually().untilAsserted(() -> assertThat(team.workspace("acme")).isNull());
        assertThat(team.streams()).containsExactly(Subjects.streamOf(names().appliedBucket()));
        assertThat(team.events("Workspace", "acme")).contains("Warning DataLeftBehind");
    }

    @Test
    void aClusterThatSaysNothingMoreIsSucceeded() throws Exception {
        // Given
        start(SHORT);
        otherClusterTakes(1);
        team.apply(WORKSPACE);

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "Provisioned"))
                .isEqualTo("False/StreamsClaimed"));
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("True/Provisioned");
            assertThat(deployments()).isEqualTo(2);
        });
        assertThat(claim()).contains("\"cluster\":\"here\"");
    }

    @Test
    void aHubThatWasLostToAnotherClusterStandsStill() throws Exception {
        // Given
        start(SHORT);
        team.apply(WORKSPACE, SOURCE);
        eventually().until(() -> team.plan("acme").containsKey("source.web") && deployments() == 2);

        // When another cluster took over while this one could not reach NATS
        applied()
                .put(
                        Subjects.CLAIM,
                        claim().replace("here", "there").replace("\"everySeconds\":1", "\"everySeconds\":60"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("False/StreamsClaimed");
            assertThat(condition(team.source("web"), "Ready")).isEqualTo("Unknown/StreamsClaimed");
            assertThat(deployments()).isZero();
        });

        // When that one gives it up
        applied().delete(Subjects.CLAIM);

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("True/Provisioned");
            assertThat(condition(team.source("web"), "Accepted")).isEqualTo("True/Accepted");
            assertThat(deployments()).isEqualTo(2);
        });
    }

    @Test
    void theSameClusterGoesOnAtOnce() throws Exception {
        // Given
        start(Duration.ofMinutes(1));
        team.apply(WORKSPACE, SOURCE);
        eventually().until(() -> team.plan("acme").containsKey("source.web"));

        // When another operator of it begins, or the Workspace is made anew
        team.stopOperator();
        team.startOperator();
        team.apply(SOURCE.replace("web}", "after-restart}"));
        eventually().until(() -> team.plan("acme").containsKey("source.after-restart"));
        team.admin.resource(team.workspace("acme")).delete();
        eventually().until(() -> team.workspace("acme") == null);
        team.apply(WORKSPACE, SOURCE.replace("web}", "after-return}"));

        // Then nothing waits for a claim to grow old
        eventually().until(() -> team.plan("acme").containsKey("source.after-return"));
        String uid = team.workspace("acme").getMetadata().getUid();
        eventually().until(() -> claim().contains(uid));
    }

    private void start(Duration poll) throws Exception {
        team = new TestTeam(
                folder,
                Duration.ofMinutes(5),
                CounterRules.STANDARD,
                new Upkeep(poll, Optional.of("here"), Duration.ofSeconds(15)),
                8 << 20);
        connection = BrokerConnection.open(BrokerSettings.of(team.nats.url()), "there");
    }

    private void otherClusterTakes(long everySeconds) throws Exception {
        new Provisioner(connection, new HubSpec(names().hub(), 1, 1, 1 << 20, 1 << 20, 1 << 20)).createApplied();
        new Claims(connection, names(), new Claim("there", "uid", "operator", "2026-01-01T00:00:00Z", everySeconds))
                .take();
    }

    private Subjects names() {
        return team.names("acme");
    }

    private KeyValue applied() throws Exception {
        return connection.keyValue(names().appliedBucket());
    }

    private String claim() throws Exception {
        return new String(applied().get(Subjects.CLAIM).getValue(), StandardCharsets.UTF_8);
    }

    private int deployments() {
        return team.admin
                .apps()
                .deployments()
                .inNamespace(team.namespace)
                .list()
                .getItems()
                .size();
    }
}
