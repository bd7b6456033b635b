package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.contract.Subjects;
import dev.catchment.contract.count.CircuitCause;
import dev.catchment.contract.count.CircuitState;
import dev.catchment.contract.count.CountShards;
import dev.catchment.contract.count.DeliveryCounts;
import dev.catchment.contract.count.DestinationCounts;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.delivery.log.FrameTimes;
import dev.catchment.delivery.mark.Counts;
import io.nats.client.api.KeyValueEntry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a destination's events became, by source, where it is kept and where it is shown. */
class CountsIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private TestHub hub;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        hub = new TestHub(folder);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        receiver.close();
    }

    @Test
    void everySourceIsCountedExactlyAlsoWhenDirectorsDieAgainAndAgain() throws Exception {
        // Given a filter that keeps back each event of one user of ten, and a source that is refused as a whole
        hub.put(new FilterDocument(
                        "no-staff",
                        Selection.everything(),
                        Selection.everything(),
                        Expression.ofCel("event.userId == 'user3'"),
                        new FilterAction.Drop()))
                .put(TestHub.webhook("crm", receiver.url("crm")))
                .publish();
        receiver.answer("crm", body -> body.path("messageId").asText().startsWith("bad") ? 400 : 200);

        // When
        int web = 0;
        int app = 0;
        int bad = 0;
        for (int round = 0; round < 2; round++) { // a third death would be blamed on an event
            DeliveryPlane plane = hub.plane("a");
            for (int frame = 0; frame < 5; frame++) {
                hub.write("web", TestHub.events("web", web, web + 50));
                hub.write("app", TestHub.events("app", app, app + 20));
                hub.write("old-app", TestHub.events("bad", bad, bad + 10));
                web += 50;
                app += 20;
                bad += 10;
            }
            int most = web;
            await().atMost(LONG).until(() -> receiver.ids("crm").size() > most / 2);
            plane.abandon();
        }
        hub.plane("a");

        // Then
        int expected = (web + app) * 9 / 10;
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(expected));
        int refused = bad * 9 / 10;
        await().atMost(LONG).untilAsserted(() -> assertThat(hub.counts("crm").deadLettered())
                .isEqualTo(refused));
        Counts counts = hub.counts("crm");
        assertThat(counts.sources()).containsOnlyKeys("web", "app", "old-app");
        assertSource(counts.sources().get("web"), web * 9 / 10, 0, web / 10);
        assertSource(counts.sources().get("app"), app * 9 / 10, 0, app / 10);
        assertSource(counts.sources().get("old-app"), 0, refused, bad / 10);
        assertThat(counts.filteredInAll()).isEqualTo((web + app + bad) / 10);
    }

    @Test
    void theDirectorShowsThemToTheOperatorAndAfterATakeOverTheNextOneDoes() throws Exception {
        // Given
        hub.put(TestHub.webhook("crm", receiver.url("crm")))
                .put(TestHub.webhook("dead", receiver.url("dead")))
                .put(TestHub.webhook("locked", receiver.url("locked")))
                .publish();
        receiver.answer("dead", body -> 503);
        receiver.answer("locked", body -> 401);
        DeliveryPlane first = hub.plane("a");
        Instant before = Instant.now().minusSeconds(1);

        // When
        hub.write("web", TestHub.events("m", 0, 20));
        hub.write("app", TestHub.events("n", 0, 5));

        // Then
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(shown("crm")).map(DestinationCounts::delivered).contains(25L);
            assertThat(shown("dead")).map(DestinationCounts::circuit).contains(CircuitState.OPEN);
            assertThat(shown("dead")).map(DestinationCounts::circuitCause).contains(CircuitCause.OTHER);
            assertThat(shown("locked")).map(DestinationCounts::circuitCause).contains(CircuitCause.CREDENTIALS);
        });
        DestinationCounts crm = shown("crm").orElseThrow();
        assertThat(crm.sources().get("web").delivered()).isEqualTo(20);
        assertThat(crm.sources().get("app").delivered()).isEqualTo(5);
        assertThat(crm.circuit()).isEqualTo(CircuitState.CLOSED);
        assertThat(crm.circuitCause()).isNull();
        assertThat(crm.oldestPending()).isNull();
        assertThat(crm.lane()).isNull();
        assertThat(crm.latency()).isNotNull();
        DestinationCounts dead = shown("dead").orElseThrow();
        assertThat(dead.lane()).contains("HTTP 503");
        assertThat(dead.lastError()).contains("HTTP 503");
        assertThat(dead.latency()).isNull();
        assertThat(dead.oldestPending()).isBetween(before.minusSeconds(1), Instant.now());
        assertThat(metrics(first))
                .contains(
                        "catchment_delivery_source_delivered_total{destination=\"crm\",partition=\"0\",source=\"web\"} 20.0")
                .contains("catchment_delivery_latency_seconds{destination=\"crm\",partition=\"0\",quantile=\"0.99\"}")
                .containsPattern(
                        "catchment_delivery_oldest_pending_seconds\\{destination=\"dead\",partition=\"0\"} [1-9]");
        String page = Files.readString(Path.of("../docs/delivery-metrics.md"));
        assertThat(metrics(first).lines().filter(line -> line.startsWith("# TYPE ")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(page).contains("`" + line.split(" ", -1)[2] + "`"));

        // When
        first.close();
        hub.write("web", TestHub.events("late", 0, 3));
        hub.remove("destination.dead").publish();
        hub.plane("b");

        // Then
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(shown("crm")).map(DestinationCounts::delivered).contains(28L);
            assertThat(shown("dead")).isEmpty();
        });
        assertThat(document("crm").map(DeliveryCounts::epoch)).contains(2L);
    }

    @Test
    void whatWasCountedIsShownWhenADirectorLetsGo() throws Exception {
        // Given
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        DeliveryPlane plane = hub.plane("a");
        hub.write("web", TestHub.events("m", 0, 7));
        await().atMost(LONG).until(() -> hub.counts("crm").delivered() == 7);

        // When
        plane.close();

        // Then
        assertThat(shown("crm").orElseThrow().delivered()).isEqualTo(7);
    }

    @Test
    void howLongADestinationHasWaitedIsKnownAfterARestartToo() throws Exception {
        // Given
        hub.put(suspended(TestHub.webhook("crm", receiver.url("crm")))).publish();
        DeliveryPlane plane = hub.plane("a");
        await().atMost(LONG).until(() -> hub.stored("crm").lane().contains("suspended"));
        Instant before = Instant.now().minus(FrameTimes.GRAIN);
        hub.write("web", TestHub.events("m", 0, 7));
        await().atMost(LONG).until(() -> metrics(plane)
                .contains("catchment_delivery_lag_frames{destination=\"crm\",partition=\"0\"} 1.0"));
        Instant after = Instant.now();
        plane.close();
        assertThat(shown("crm").orElseThrow().oldestPending()).isBetween(before, after);

        // When
        hub.connection.keyValue(TestHub.NAMES.countsBucket()).delete(key("crm"));
        DeliveryPlane next = hub.plane("b");

        // Then
        await().atMost(LONG).untilAsserted(() -> assertThat(shown("crm").map(DestinationCounts::oldestPending))
                .hasValueSatisfying(since -> assertThat(since).isBetween(before, after)));
        assertThat(metrics(next))
                .containsPattern(
                        "catchment_delivery_oldest_pending_seconds\\{destination=\"crm\",partition=\"0\"} [1-9]");
    }

    private static DestinationDocument suspended(DestinationDocument d) {
        return new DestinationDocument(
                d.name(),
                d.uid(),
                d.type(),
                d.typeVersion(),
                d.needs(),
                d.enabled(),
                true,
                d.hold(),
                d.sources(),
                d.config(),
                d.sealed(),
                d.disabledPresets(),
                d.mappings(),
                d.delivery(),
                d.mode());
    }

    private static void assertSource(Counts counts, long delivered, long deadLettered, long filtered) {
        assertThat(counts.delivered()).isEqualTo(delivered);
        assertThat(counts.deadLettered()).isEqualTo(deadLettered);
        assertThat(counts.filtered()).isEqualTo(Map.of("FILTERED_BY_RULES", filtered));
    }

    private Optional<DestinationCounts> shown(String destination) throws Exception {
        return document(destination).map(counts -> counts.destinations().get(destination));
    }

    private Optional<DeliveryCounts> document(String destination) throws Exception {
        KeyValueEntry entry =
                hub.connection.keyValue(TestHub.NAMES.countsBucket()).get(key(destination));
        return entry == null ? Optional.empty() : Optional.of(DeliveryCounts.parse(entry.getValue()));
    }

    private static String key(String destination) {
        return Subjects.deliveryCountsKey(0, CountShards.of(destination));
    }

    private static String metrics(DeliveryPlane plane) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + plane.adminPort() + "/metrics");
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
