package dev.catchment.operator;

import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.TeamTest.eventually;
import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.DeadLetterCount;
import dev.catchment.api.v1alpha1.DeliveryCounters;
import dev.catchment.api.v1alpha1.RefusalCount;
import dev.catchment.api.v1alpha1.SourceStatus;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.count.CircuitState;
import dev.catchment.contract.count.CountShards;
import dev.catchment.contract.count.DeliveryCounts;
import dev.catchment.contract.count.DestinationCounts;
import dev.catchment.contract.count.FoldedCounts;
import dev.catchment.contract.count.IngestCounts;
import dev.catchment.contract.count.SourceCounts;
import io.fabric8.kubernetes.api.model.Pod;
import io.nats.client.api.KeyValueEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ingest and delivery count comes into the status of Sources and Destinations. */
class CountersIT {
    /** Short, yet so long that what is written in a row has to wait and comes by itself. */
    private static final CounterRules SOON = new CounterRules(Duration.ofSeconds(1), 1000, Duration.ZERO);

    private static final CounterRules ONCE = new CounterRules(Duration.ofHours(1), 20, Duration.ofHours(1));
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
    private static final String APP = SOURCE.replace("{name: web}", "{name: app}");

    @TempDir
    private Path folder;

    private TestTeam team;

    @AfterEach
    void stop() {
        team.close();
    }

    @Test
    void theStatusShowsWhatAllInstancesCounted() throws Exception {
        // Given
        List<String> pods = start(SOON);
        assertThat(status("web").received()).isNull();

        // When
        write(pods.get(0), "web", new SourceCounts(10, Map.of("event_not_string", 2L, "id_required", 1L), THEN));
        write(pods.get(1), "web", new SourceCounts(3, Map.of("event_not_string", 4L), THEN.plusSeconds(9)));
        write(pods.get(1), "nobody", new SourceCounts(3, Map.of(), THEN));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(status("web").received()).isEqualTo(13);
            assertThat(status("web").refused()).isEqualTo(7);
            assertThat(status("web").lastReceived()).isEqualTo("2026-01-02T03:04:14Z");
            assertThat(status("web").refusals())
                    .containsExactly(new RefusalCount("event_not_string", 6), new RefusalCount("id_required", 1));
        });

        // When
        write(pods.get(0), "web", new SourceCounts(11, Map.of("event_not_string", 2L, "id_required", 1L), THEN));

        // Then
        eventually().untilAsserted(() -> assertThat(status("web").received()).isEqualTo(14));
        assertThat(condition(team.source("web"), "Ready")).isEqualTo("True/Ready");

        // When the operator is another one
        team.stopOperator();
        write(pods.get(0), "web", new SourceCounts(12, Map.of(), THEN));
        team.startOperator();

        // Then
        eventually().untilAsserted(() -> assertThat(status("web").received()).isEqualTo(15));
    }

    @Test
    void theCountsOfAPodThatIsGoneStayAndAreFoldedOnce() throws Exception {
        // Given
        List<String> pods = start(SOON);
        String gone = pods.get(1);
        IngestCounts last = new IngestCounts(gone, THEN, Map.of("web", new SourceCounts(2, Map.of(), THEN)));
        write(pods.get(0), "web", new SourceCounts(1, Map.of(), THEN));
        write(last);
        eventually().untilAsserted(() -> assertThat(status("web").received()).isEqualTo(3));

        // When
        team.admin
                .pods()
                .inNamespace(team.namespace)
                .withName(gone)
                .withGracePeriod(0)
                .delete();

        // Then
        eventually().untilAsserted(() -> {
            assertThat(document(gone)).isEmpty();
            assertThat(folded().holds(last)).isTrue();
        });
        assertThat(folded().sources().get("web").accepted()).isEqualTo(2);
        assertThat(document(pods.get(0))).isPresent();

        // When the operator had ended between the two writes
        write(last);
        write(pods.get(0), "web", new SourceCounts(2, Map.of(), THEN));

        // Then
        eventually().until(() -> status("web").received() != 3);
        assertThat(status("web").received()).isEqualTo(4);

        // When it looks again
        team.apply(APP);

        // Then
        eventually().until(() -> document(gone).isEmpty());
        assertThat(folded().sources().get("web").accepted()).isEqualTo(2);
        write(pods.get(0), "web", new SourceCounts(3, Map.of(), THEN));
        eventually().until(() -> status("web").received() != 4);
        assertThat(status("web").received()).isEqualTo(5);
    }

    @Test
    void countersAloneAreWrittenRarelyAndTravelWithWhatIsWrittenAtOnce() throws Exception {
        // Given
        List<String> pods = start(ONCE);
        team.apply(APP);
        eventually().untilAsserted(() -> assertThat(condition(team.source("app"), "Ready"))
                .isEqualTo("True/Ready"));
        write(pods.get(0), "web", new SourceCounts(1, Map.of(), THEN));
        eventually().untilAsserted(() -> assertThat(status("web").received()).isEqualTo(1));
        long writes = statusWrites("web");

        // When
        for (int accepted = 2; accepted <= 50; accepted++) {
            write(pods.get(0), "web", new SourceCounts(accepted, Map.of(), THEN));
        }
        write(pods.get(0), "app", new SourceCounts(1, Map.of(), THEN));
        eventually().untilAsserted(() -> assertThat(status("app").received()).isEqualTo(1));

        // Then
        assertThat(status("web").received()).isEqualTo(1);
        assertThat(statusWrites("web")).isEqualTo(writes);

        // When
        team.apply(SOURCE.replace("type: website", "type: website, enabled: false"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(status("web").observedGeneration()).isEqualTo(2);
            assertThat(status("web").received()).isEqualTo(50);
        });
    }

    @Test
    void theStatusOfADestinationShowsWhatAllPartitionsCounted() throws Exception {
        // Given
        start(SOON);
        team.apply(Manifests.destination("crm", true));
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Ready"))
                .isEqualTo("True/Ready"));
        assertThat(counters("crm")).isNull();

        // When
        deliver(0, "crm", counted(10, 1, THEN, CircuitState.CLOSED, null));
        deliver(1, "crm", counted(5, 3, THEN.minusSeconds(60), CircuitState.OPEN, "HTTP 503"));
        deliver(1, "nobody", counted(9, 9, null, CircuitState.OPEN, null));

        // Then
        eventually().untilAsserted(() -> assertThat(counters("crm"))
                .isEqualTo(new DeliveryCounters(
                        15L,
                        2L,
                        4L,
                        2L,
                        2L,
                        "2026-01-02T03:03:05Z",
                        "open",
                        "HTTP 503",
                        List.of(new DeadLetterCount("FILTER_ERROR", 4)))));
        assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("True/Ready");

        // When it is well again, and the operator is another one
        team.stopOperator();
        deliver(0, "crm", counted(20, 1, null, CircuitState.CLOSED, null));
        deliver(1, "crm", counted(30, 1, null, CircuitState.CLOSED, null));
        team.startOperator();

        // Then
        eventually().untilAsserted(() -> assertThat(counters("crm"))
                .isEqualTo(new DeliveryCounters(
                        50L, 2L, 4L, 2L, 0L, null, "closed", null, List.of(new DeadLetterCount("FILTER_ERROR", 2)))));

        // When it has left delivery's plan
        team.counts("acme")
                .put(Subjects.deliveryCountsKey(0, CountShards.of("crm")), new DeliveryCounts(2, Map.of()).toBytes());
        deliver(1, "crm", counted(31, 1, null, CircuitState.CLOSED, null));

        // Then
        eventually().untilAsserted(() -> assertThat(counters("crm").delivered()).isEqualTo(31));
    }

    @Test
    void aDestinationsCountersAloneAreWrittenRarely() throws Exception {
        // Given
        start(ONCE);
        team.apply(Manifests.destination("crm", true), Manifests.destination("other", true));
        for (String name : List.of("crm", "other")) {
            eventually().untilAsserted(() -> assertThat(condition(team.destination(name), "Ready"))
                    .isEqualTo("True/Ready"));
        }
        deliver(0, "crm", counted(1, 1, null, CircuitState.CLOSED, null));
        eventually().untilAsserted(() -> assertThat(counters("crm")).isNotNull());

        // When
        for (int delivered = 2; delivered <= 50; delivered++) {
            deliver(0, "crm", counted(delivered, 1, null, CircuitState.CLOSED, null));
        }
        deliver(0, "other", counted(1, 1, null, CircuitState.CLOSED, null));
        eventually().untilAsserted(() -> assertThat(counters("other")).isNotNull());

        // Then
        assertThat(counters("crm").delivered()).isEqualTo(1);

        // When
        team.apply(Manifests.destination("crm", false));

        // Then
        eventually().untilAsserted(() -> assertThat(counters("crm").delivered()).isEqualTo(50));
    }

    private void deliver(int partition, String destination, DestinationCounts counts) throws Exception {
        team.counts("acme")
                .put(
                        Subjects.deliveryCountsKey(partition, CountShards.of(destination)),
                        new DeliveryCounts(1, Map.of(destination, counts)).toBytes());
    }

    private static DestinationCounts counted(
            long delivered,
            long deadLettered,
            @Nullable Instant pending,
            CircuitState circuit,
            @Nullable String error) {
        return new DestinationCounts(
                delivered,
                1,
                Map.of(),
                0,
                2,
                0,
                1,
                deadLettered,
                1,
                0,
                pending,
                circuit,
                null,
                error,
                null,
                Map.of(),
                Map.of("FILTER_ERROR", deadLettered),
                null);
    }

    private DeliveryCounters counters(String destination) {
        return team.destination(destination).getStatus().counters();
    }

    /** @return the names of the two Pods of ingest */
    private List<String> start(CounterRules rules) throws Exception {
        team = new TestTeam(folder, Duration.ofMinutes(5), rules);
        team.apply(WORKSPACE, SOURCE);
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(condition(team.source("web"), "Ready"))
                .isEqualTo("True/Ready"));
        return team.pods("acme", Plane.INGEST).stream()
                .map(Pod::getMetadata)
                .map(metadata -> metadata.getName())
                .toList();
    }

    private void write(String instance, String source, SourceCounts counts) throws Exception {
        write(new IngestCounts(instance, THEN, Map.of(source, counts)));
    }

    private void write(IngestCounts counts) throws Exception {
        int shard = CountShards.of(counts.sources().keySet().iterator().next());
        team.counts("acme").put(Subjects.ingestCountsKey(shard, counts.instance()), counts.toJson());
    }

    /** What an instance has written about source web. */
    private Optional<KeyValueEntry> document(String instance) throws Exception {
        return Optional.ofNullable(team.counts("acme").get(Subjects.ingestCountsKey(CountShards.of("web"), instance)));
    }

    private FoldedCounts folded() throws Exception {
        KeyValueEntry entry = team.counts("acme").get(Subjects.foldedCountsKey(CountShards.of("web")));
        return entry == null ? FoldedCounts.EMPTY : FoldedCounts.parse(entry.getValue());
    }

    private SourceStatus status(String source) {
        return team.source(source).getStatus();
    }

    private long statusWrites(String source) {
        return team.operatorWrites().stream()
                .filter(write -> write.resource().equals("sources/status")
                        && write.name().equals(source))
                .count();
    }
}
