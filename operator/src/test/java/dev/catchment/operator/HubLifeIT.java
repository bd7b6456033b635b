package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.PATIENCE;
import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub from its first Workspace to its last. */
class HubLifeIT {
    @TempDir
    private Path folder;

    private TestTeam team;

    @BeforeEach
    void start() throws Exception {
        team = new TestTeam(folder);
    }

    @AfterEach
    void stop() throws Exception {
        team.close();
    }

    @Test
    void aHubIsReadyWhenItsPlanesHaveAppliedItsPlan() {
        // Given
        team.apply(WORKSPACE, SOURCE, FILTER, destination("crm", true));

        // When nothing runs yet
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(condition(team.source("web"), "Programmed"))
                .isEqualTo("Unknown/NoPlanes"));
        team.runPlanes("acme");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.source("web"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.filter("no-staff"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("True/Ready");
        });
        assertThat(team.operatorWrites()).allSatisfy(w -> assertThat(w.code()).isBetween(200, 299));
    }
}
