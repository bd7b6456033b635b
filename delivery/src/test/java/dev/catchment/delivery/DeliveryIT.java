package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Selection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The healthy case: everything arrives once, in each user's order. */
class DeliveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
    void everyEventArrivesOnceInItsUsersOrder() throws Exception {
        // Given
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        hub.plane("a");

        // When
        for (int i = 0; i < 2000; i += 100) {
            hub.write("web", TestHub.events("m", i, i + 100));
        }

        // Then
        await().untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(2000));
        List<String> ids = receiver.ids("crm");
        assertThat(ids).hasSize(2000).doesNotHaveDuplicates();
        Map<Integer, List<Integer>> byUser = new HashMap<>();
        ids.forEach(id -> {
            int number = Integer.parseInt(id.substring(1));
            byUser.computeIfAbsent(number % 10, u -> new ArrayList<>()).add(number);
        });
        assertThat(byUser.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
    }

    @Test
    void filtersTheIntegrationsObjectAndTheSelectedSourcesDecideWhatGoesOut() throws Exception {
        // Given
        hub.put(new FilterDocument(
                        "no-staff",
                        Selection.everything(),
                        Selection.of(List.of("crm")),
                        Expression.ofCel("event.userId == 'staff'"),
                        new FilterAction.Drop()))
                .put(new FilterDocument(
                        "no-mail",
                        Selection.everything(),
                        Selection.of(List.of("crm")),
                        Expression.ofCel("true"),
                        new FilterAction.DropFields(List.of("secret"))))
                .put(TestHub.webhook("crm", receiver.url("crm")))
                .put(from(TestHub.webhook("app-only", receiver.url("app-only")), "app"))
                .publish();
        hub.plane("a");

        // When
        hub.write("web", event -> event.put("secret", "s"), "m1 user1", "m2 staff");
        hub.write("web", event -> event.set("integrations", event.objectNode().put("crm", false)), "m3 user1");
        hub.write("app", "m4 user1");

        // Then
        await().untilAsserted(() -> assertThat(hub.counts("crm").filtered())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("FILTERED_BY_RULES", 1L, "FILTERED_BY_INTEGRATIONS_OBJECT", 1L)));
        await().untilAsserted(() -> assertThat(receiver.ids("crm")).containsExactlyInAnyOrder("m1", "m4"));
        assertThat(receiver.bodies("crm")).noneMatch(body -> body.has("secret"));
        await().untilAsserted(() -> assertThat(receiver.ids("app-only")).containsExactly("m4"));
        await().untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(2));
    }

    @Test
    void aFilterThatWasNeverAcceptedHoldsWhatItCovers() throws Exception {
        // Given
        hub.put(new FilterDocument(
                        "broken",
                        Selection.everything(),
                        Selection.everything(),
                        Expression.ofCel("true"),
                        new FilterAction.Hold("filter broken was never accepted")))
                .put(TestHub.webhook("crm", receiver.url("crm")))
                .publish();
        hub.plane("a");

        // When
        hub.write("web", "m1 user1");

        // Then
        await().untilAsserted(() -> assertThat(hub.stored("crm").lane()).contains("never accepted"));
        assertThat(receiver.ids("crm")).isEmpty();
        hub.remove("filter.broken").publish();
        await().untilAsserted(() -> assertThat(receiver.ids("crm")).containsExactly("m1"));
    }

    @Test
    void aNewDestinationStartsAtTheHeadAndOneThatComesBackGoesOn() throws Exception {
        // Given
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        hub.plane("a");
        hub.write("web", "m1 user1");
        await().untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(1));

        // When
        hub.remove("destination.crm")
                .put(TestHub.webhook("late", receiver.url("late")))
                .publish();
        await().untilAsserted(() -> assertThat(hub.stored("late").lane()).isEqualTo("live"));
        await().untilAsserted(() -> assertThat(hub.stored("crm").removal()).isNotNull());
        hub.write("web", "m2 user1");
        await().untilAsserted(() -> assertThat(receiver.ids("late")).containsExactly("m2"));
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();

        // Then
        await().untilAsserted(() -> assertThat(receiver.ids("crm")).containsExactly("m1", "m2"));
        await().untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(2));
    }

    @Test
    void theAdminPortShowsHealthAndCounters() throws Exception {
        // Given
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        DeliveryPlane plane = hub.plane("a");

        // When
        hub.write("web", "m1 user1", "m1 user1");

        // Then
        await().untilAsserted(() -> assertThat(get(plane, "/metrics"))
                .contains("catchment_delivery_delivered_total{destination=\"crm\",partition=\"0\"} 1.0")
                .contains("catchment_delivery_duplicates_total{partition=\"0\"} 1.0")
                .contains("catchment_delivery_lost_frames_total{partition=\"0\"} 0.0")
                .contains("catchment_delivery_lane{destination=\"crm\",lane=\"live\",partition=\"0\"} 1.0"));
        assertThat(get(plane, "/livez")).isEqualTo("ok\n");
        await().untilAsserted(() -> assertThat(get(plane, "/readyz")).isEqualTo("ok\n"));
    }

    @Test
    void whatWaitsInTheLogIsShownForThePodAsAWhole() throws Exception {
        // Given an instance that has read everything
        hub.publish();
        DeliveryPlane plane = hub.plane("a");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(plane, "/metrics"))
                .contains("catchment_delivery_pod_lag_frames 0.0")
                .contains("catchment_delivery_log_lag_frames{partition=\"0\"} 0.0"));
        assertThat(get(plane, "/lag")).isEqualTo("{\"frames\":0}\n");

        // When it reads no further
        byte[] newer = TestHub.frame("web", event -> event, "m1 user1");
        newer[4] = 2;
        CRC32C crc = new CRC32C();
        crc.update(newer, 0, newer.length - 4);
        ByteBuffer.wrap(newer).putInt(newer.length - 4, (int) crc.getValue());
        hub.connection.jetStream().publish(TestHub.NAMES.logSubject(0), newer);
        hub.write("web", "m2 user1");
        hub.write("web", "m3 user1");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(plane, "/lag")).isEqualTo("{\"frames\":3}\n"));
        assertThat(get(plane, "/metrics"))
                .contains("catchment_delivery_pod_lag_frames 3.0")
                .contains("catchment_delivery_log_lag_frames{partition=\"0\"} 3.0");
    }

    @Test
    void anInstanceWithoutItsBrokerIsNotReady() throws Exception {
        // Given
        hub.publish();
        DeliveryPlane plane = hub.plane("a");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(plane, "/readyz")).isEqualTo("ok\n"));

        // When
        hub.nats.kill();

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(plane, "/readyz")).startsWith("NATS is "));
        assertThat(get(plane, "/livez")).isEqualTo("ok\n");

        // When
        hub.nats.restart();

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(plane, "/readyz")).isEqualTo("ok\n"));
    }

    private static String get(DeliveryPlane plane, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + plane.adminPort() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static DestinationDocument from(DestinationDocument d, String source) {
        return new DestinationDocument(
                d.name(),
                d.uid(),
                d.type(),
                d.typeVersion(),
                d.needs(),
                d.enabled(),
                d.suspend(),
                d.hold(),
                Selection.of(List.of(source)),
                d.config(),
                d.sealed(),
                d.disabledPresets(),
                d.mappings(),
                d.delivery(),
                d.mode());
    }
}
