package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TeamTest.eventually;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Subjects;
import dev.catchment.contract.count.CircuitCause;
import dev.catchment.contract.count.CircuitState;
import dev.catchment.contract.count.CountShards;
import dev.catchment.contract.count.DeliveryCounts;
import dev.catchment.contract.count.DestinationCounts;
import dev.catchment.contract.count.PartitionHealth;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What delivery reports of tools and of the log, as conditions and as events: once each time that it changes. */
class ReportedIT {
    /** Counters alone are never written a second time here. */
    private static final CounterRules ONCE = new CounterRules(Duration.ofHours(1), 20, Duration.ofHours(1));

    private static final CounterRules SOON = new CounterRules(Duration.ofSeconds(1), 1000, Duration.ofHours(1));

    @TempDir
    private Path folder;

    private TestTeam team;

    @AfterEach
    void stop() {
        team.close();
    }

    @Test
    void aToolThatRefusesTheCredentialsIsSaidAtOnceButNotEachTime() throws Exception {
        // Given
        start(ONCE);
        team.apply(destination("crm", true), destination("other", true));
        untilReady("crm", "other");
        assertThat(condition(team.destination("crm"), "Delivering")).isEqualTo("Unknown/NoTraffic");

        // When
        deliver("crm", counts(0, CircuitState.OPEN, CircuitCause.CREDENTIALS, "HTTP 401: the credentials are refused"));

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Delivering"))
                .isEqualTo("False/CredentialsRejected"));
        assertThat(message(team.destination("crm"), "Delivering")).contains("HTTP 401");
        assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("True/Ready");
        assertThat(team.destination("crm").getStatus().counters().circuit()).isEqualTo("open");
        eventually().untilAsserted(() -> assertThat(team.events("Destination", "crm"))
                .contains("Warning CredentialsRejected"));
        String version = team.destination("crm").getMetadata().getResourceVersion();

        // When it goes back and forth
        for (int i = 1; i <= 20; i++) {
            deliver("crm", counts(i, CircuitState.CLOSED, null, "HTTP 401"));
            deliver("crm", counts(i, CircuitState.OPEN, CircuitCause.OTHER, "HTTP 503"));
        }
        deliver("other", counts(1, CircuitState.CLOSED, null, null));
        eventually().untilAsserted(() -> assertThat(condition(team.destination("other"), "Delivering"))
                .isEqualTo("True/Delivering"));

        // Then
        assertThat(team.destination("crm").getMetadata().getResourceVersion()).isEqualTo(version);
        assertThat(team.events("Destination", "crm").stream()
                        .filter(event -> event.endsWith("CredentialsRejected") || event.endsWith("CircuitOpen")))
                .containsExactly("Warning CredentialsRejected");
    }

    @Test
    void whatAToolDoesNowIsSaidInTheEnd() throws Exception {
        // Given
        start(SOON);
        team.apply(destination("crm", true));
        untilReady("crm");

        // When
        deliver("crm", counts(0, CircuitState.OPEN, CircuitCause.CREDENTIALS, "HTTP 401"));
        deliver("crm", counts(0, CircuitState.HALF_OPEN, CircuitCause.CREDENTIALS, "HTTP 401"));
        deliver("crm", counts(5, CircuitState.CLOSED, null, "HTTP 401"));

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Delivering"))
                .isEqualTo("True/Delivering"));
        eventually().untilAsserted(() -> assertThat(team.events("Destination", "crm"))
                .contains("Normal Delivering"));

        // When
        team.apply(destination("crm", true).replace("enabled: true", "suspend: true"));

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Delivering"))
                .isEqualTo("False/Suspended"));

        // When
        team.apply(destination("crm", false));

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Delivering"))
                .isEqualTo("Unknown/Disabled"));
        assertThat(team.events("Destination", "crm"))
                .contains("Normal Suspended")
                .doesNotContain("Normal Disabled");
    }

    @Test
    void framesThatTheLogLostStayUntilSomebodySaysToKnowOfThem() throws Exception {
        // Given
        start(SOON);
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "DataLoss"))
                .isEqualTo("False/NothingLost"));

        // When
        lose(12);

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "DataLoss"))
                .isEqualTo("True/FramesLost"));
        assertThat(message(team.workspace("acme"), "DataLoss"))
                .contains("Partition 0 lost 12 frames", "2026-01-02T03:04:05Z", "frames 5 to 16", "docs/delivery.md");
        assertThat(condition(team.workspace("acme"), "Ready")).isEqualTo("True/Ready");
        eventually().untilAsserted(() -> assertThat(team.events("Workspace", "acme"))
                .containsOnlyOnce("Warning FramesLost"));

        // When the operator is another one, and NATS is away
        team.stopOperator();
        team.nats.kill();
        team.startOperator();
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "Provisioned"))
                .isEqualTo("Unknown/BrokerUnavailable"));

        // Then
        assertThat(condition(team.workspace("acme"), "DataLoss")).isEqualTo("True/FramesLost");

        // When
        team.nats.restart();
        team.apply(acknowledging(12));

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "DataLoss"))
                .isEqualTo("False/LossAcknowledged"));
        eventually().untilAsserted(() -> assertThat(team.events("Workspace", "acme"))
                .containsOnlyOnce("Normal LossAcknowledged"));

        // When
        lose(13);

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "DataLoss"))
                .isEqualTo("True/FramesLost"));
    }

    @Test
    void aRunThatFindsTheSameIsNoEvent() throws Exception {
        // Given
        start(SOON);
        team.apply(FILTER, destination("crm", true));
        untilReady("crm");
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.source("web"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.filter("no-staff"), "Ready")).isEqualTo("True/Ready");
        });
        eventually().untilAsserted(() -> assertThat(all()).hasSize(4).allSatisfy(events -> assertThat(events)
                .containsOnlyOnce("Normal Ready")));
        List<List<String>> before = all();

        // When everything runs again and again
        for (int i = 0; i < 10; i++) {
            String colour = "c" + i;
            team.admin.resource(team.source("web")).edit(s -> {
                s.getMetadata().setLabels(Map.of("colour", colour));
                return s;
            });
            deliver("crm", counts(0, CircuitState.CLOSED, null, "HTTP 50" + i));
        }
        eventually().untilAsserted(() -> assertThat(
                        team.destination("crm").getStatus().counters().lastError())
                .isEqualTo("HTTP 509"));

        // Then
        assertThat(all()).isEqualTo(before);

        // When a Filter breaks
        team.apply(FILTER.replace("event.userId == 'staff'", "event.userId =="));

        // Then
        eventually().untilAsserted(() -> assertThat(team.events("Filter", "no-staff"))
                .containsOnlyOnce("Warning InvalidExpression"));
    }

    private List<List<String>> all() {
        return List.of(
                team.events("Workspace", "acme"),
                team.events("Source", "web"),
                team.events("Filter", "no-staff"),
                team.events("Destination", "crm"));
    }

    private static String acknowledging(long frames) {
        return WORKSPACE.replace(
                "{name: acme}",
                "{name: acme, annotations: {catchment.dev/acknowledged-lost-frames: \"" + frames + "\"}}");
    }

    private void lose(long frames) throws Exception {
        team.counts("acme")
                .put(
                        Subjects.logHealthKey(0),
                        new PartitionHealth(
                                        1,
                                        frames,
                                        "frames 5 to 16 are gone from the log",
                                        Instant.parse("2026-01-02T03:04:05Z"))
                                .toBytes());
    }

    private void deliver(String destination, DestinationCounts counts) throws Exception {
        team.counts("acme")
                .put(
                        Subjects.deliveryCountsKey(0, CountShards.of(destination)),
                        new DeliveryCounts(1, Map.of(destination, counts)).toBytes());
    }

    private static DestinationCounts counts(
            long delivered, CircuitState circuit, @Nullable CircuitCause cause, @Nullable String error) {
        return new DestinationCounts(
                delivered, 0, Map.of(), 0, 1, 0, 0, 0, 0, 0, null, circuit, null, error, null, Map.of(), Map.of(),
                cause);
    }

    private void start(CounterRules rules) throws Exception {
        team = new TestTeam(folder, Duration.ofMinutes(5), rules);
        team.apply(WORKSPACE, SOURCE);
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "Ready"))
                .isEqualTo("True/Ready"));
    }

    private void untilReady(String... destinations) {
        for (String name : destinations) {
            eventually().untilAsserted(() -> assertThat(condition(team.destination(name), "Ready"))
                    .isEqualTo("True/Ready"));
        }
    }
}
