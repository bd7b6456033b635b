package dev.catchment.operator;

import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Plane;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** NATS goes away and comes back. */
class OutageIT extends TeamTest {

    @Test
    void whatChangesWhileNatsIsAwayTakesEffectWhenItIsBack() throws Exception {
        // Given
        team.apply(WORKSPACE, SOURCE, destination("crm", true));
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Ready"))
                .isEqualTo("True/Ready"));

        // When
        team.nats.kill();
        team.apply(destination("late", true));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("Unknown/BrokerUnavailable");
            assertThat(condition(team.destination("late"), "Ready")).isEqualTo("Unknown/BrokerUnavailable");
        });
        assertThat(message(team.workspace("acme"), "Ready")).contains(team.nats.url());

        // When
        team.nats.restart();
        long back = System.nanoTime();

        // Then it does not wait for a retry
        eventually().ignoreExceptions().until(() -> team.plan("acme").containsKey("destination.late"));
        Duration published = Duration.ofNanos(System.nanoTime() - back);
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.destination("late"), "Ready")).isEqualTo("True/Ready");
        });
        Duration took = Duration.ofNanos(System.nanoTime() - back);
        System.out.printf(
                "After NATS was back: plan published after %d ms, Ready after %d ms%n",
                published.toMillis(), took.toMillis());
        assertThat(took).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aHubMayBeMadeBeforeItsNats() throws Exception {
        // Given
        team.nats.kill();

        // When
        team.apply(WORKSPACE, SOURCE);

        // Then the planes are there already
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Ready")).isEqualTo("Unknown/BrokerUnavailable");
            assertThat(team.admin
                            .apps()
                            .deployments()
                            .inNamespace(team.namespace)
                            .list()
                            .getItems())
                    .hasSize(2);
        });

        // When
        team.nats.restart();

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "Provisioned"))
                .isEqualTo("True/Provisioned"));
        assertThat(team.plan("acme")).containsKey("source.web");
    }

    @Test
    void aBucketThatSomebodyRemovedIsMadeAgain() {
        // Given
        team.apply(WORKSPACE, SOURCE);
        eventually().until(() -> team.plan("acme").containsKey("source.web"));

        // When
        team.removeStream("KV_" + team.names("acme").planBucket(Plane.INGEST));
        team.apply(SOURCE.replace("web}", "web2}"));

        // Then
        eventually()
                .untilAsserted(() -> assertThat(team.plan("acme")).containsKeys("ingest", "source.web", "source.web2"));
    }
}
