package dev.catchment.operator;

import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TeamTest.eventually;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.DestinationDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit into NATS. */
class TooLargeIT {
    private static final int PLAN_MAX_BYTES = 2 << 20;

    @TempDir
    private Path folder;

    private TestTeam team;

    @BeforeEach
    void start() throws Exception {
        team = new TestTeam(folder, Duration.ofMinutes(5), CounterRules.STANDARD, Upkeep.STANDARD, PLAN_MAX_BYTES);
    }

    @AfterEach
    void stop() {
        team.close();
    }

    @Test
    void aDocumentThatNatsDoesNotTakeStopsOnlyItsResource() {
        // Given
        team.apply(WORKSPACE, SOURCE, destination("crm", true));
        eventually().until(() -> team.plan("acme").containsKey("destination.crm"));

        // When
        team.apply(withUrlOf("crm", 1_060_000), withUrlOf("new", 1_060_000), destination("other", true));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.destination("crm"), "Accepted")).isEqualTo("False/TooLarge");
            assertThat(condition(team.destination("new"), "Accepted")).isEqualTo("False/TooLarge");
            assertThat(condition(team.destination("other"), "Accepted")).isEqualTo("True/Accepted");
            assertThat(team.events("Destination", "crm")).contains("Warning TooLarge");
        });
        assertThat(message(team.destination("crm"), "Ready"))
                .contains("NATS takes 1047552 at most")
                .contains("make it smaller");
        assertThat(((DestinationDocument) team.plan("acme").get("destination.crm"))
                        .config()
                        .path("url")
                        .asText())
                .isEqualTo("https://crm.example/hook");
        assertThat(((DestinationDocument) team.plan("acme").get("destination.new")).hold())
                .isNotNull();
        assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("True/Provisioned");
    }

    @Test
    void aPlanThatDoesNotFitIsTheWorkspacesFault() {
        // Given
        team.apply(WORKSPACE, SOURCE, destination("crm", true));
        eventually().until(() -> team.plan("acme").containsKey("destination.crm"));

        // When
        List<String> large = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            large.add("large-" + i);
            team.apply(withUrlOf("large-" + i, 600_000));
        }

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("False/PlanBucketFull");
            assertThat(team.events("Workspace", "acme")).contains("Warning PlanBucketFull");
        });
        assertThat(message(team.workspace("acme"), "Ready"))
                .contains("bucket catchment_" + team.namespace + "_acme_plan-delivery of " + PLAN_MAX_BYTES + " bytes")
                .contains("CATCHMENT_PLAN_MAX_BYTES");
        assertThat(team.plan("acme")).containsKey("destination.crm");

        // When
        large.forEach(name -> team.admin.resource(team.destination(name)).delete());
        team.apply(destination("crm", false));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("True/Provisioned");
            assertThat(((DestinationDocument) team.plan("acme").get("destination.crm")).enabled())
                    .isFalse();
        });
    }

    private static String withUrlOf(String name, int length) {
        return destination(name, true).replace("/hook", "/" + "h".repeat(length));
    }
}
