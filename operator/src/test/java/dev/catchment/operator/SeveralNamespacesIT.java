package dev.catchment.operator;

import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator that watches some namespaces, neither one nor all. */
class SeveralNamespacesIT extends TeamTest {

    @Test
    void whatIsInOneNamespaceDoesNotTakeAwayWhatIsInAnother(@TempDir Path folder) throws Exception {
        // Given a hub that is on its own NATS whichever operator looks after it
        String own = WORKSPACE.replace("spec: {}", "spec: {nats: {servers: [\"" + team.nats.url() + "\"]}}");
        team.apply(own, SOURCE, destination("crm", true));
        eventually().untilAsserted(() -> assertThat(condition(team.source("web"), "ResolvedRefs"))
                .isEqualTo("True/Resolved"));
        team.stopOperator();

        // When
        try (TestTeam second = new TestTeam(folder, team)) {
            second.apply(WORKSPACE, SOURCE, destination("crm", true));
            team.runPlanes("acme");
            second.runPlanes("acme");

            // Then the Secrets and Pods of both are known, also after a restart
            eventually().untilAsserted(() -> bothAreReady(second));
            second.stopOperator();
            team.apply(destination("late", true));
            second.apply(destination("late", true));
            second.startOperator();
            eventually().untilAsserted(() -> {
                bothAreReady(second);
                assertThat(condition(team.destination("late"), "Ready")).isEqualTo("True/Ready");
                assertThat(condition(second.destination("late"), "Ready")).isEqualTo("True/Ready");
            });
        }
        team.startOperator();
    }

    private void bothAreReady(TestTeam second) {
        for (TestTeam each : List.of(team, second)) {
            assertThat(condition(each.workspace("acme"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(each.source("web"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(each.destination("crm"), "Ready")).isEqualTo("True/Ready");
        }
    }
}
