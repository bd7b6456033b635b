package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.Position;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.LetterReason;
import dev.catchment.delivery.mark.StoredSink;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is given up when space runs out, and in which order; and what is left behind by a deleted destination. */
class SpaceIT {
    private static final int LOG_BYTES = 2 << 20;
    private static final int STREAM_FULL = 10077;
    /** Frames of about 100 KB. */
    private static final int EVENTS = 50;

    private static final DeliverySettings.Archive PROMPT = new DeliverySettings.Archive(3600, 1 << 26, 100_000, 1);
    private static final DeliverySettings.Archive LATE = new DeliverySettings.Archive(3600, 1 << 26, 1 << 26, 3600);

    @TempDir
    private Path folder;

    private TestHub hub;
    private Receiver receiver;
    private Receiver other;
    private int written;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        other = new Receiver();
        hub = new TestHub(folder, 1, LOG_BYTES);
        archive(PROMPT);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        receiver.close();
        other.close();
    }

    @Test
    void aFullLogTakesTheOldestEventsOfADeadLaneAndNobodyElseNotices() throws Exception {
        // Given
        other.down();
        hub.put(TestHub.webhook("well", receiver.url("well")))
                .put(TestHub.webhook("dead", other.url("dead")))
                .publish();
        DeliveryPlane plane = hub.plane("a");

        // When
        while (written < 40 * EVENTS) {
            accept();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> fill() < 0.9);

        // Then
        await().untilAsserted(() -> assertThat(receiver.ids("well")).hasSize(written));
        assertThat(receiver.ids("well")).doesNotHaveDuplicates();
        assertThat(hub.counts("well").deadLettered()).isZero();
        String metrics = metrics(plane);
        long expired = hub.counts("dead").deadLettered();
        assertThat(expired).isPositive();
        assertThat(metrics).contains("catchment_delivery_log_events_expired_total{partition=\"0\"} " + expired + ".0");

        // When
        other.up();

        // Then
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        hub.counts("dead").delivered() + hub.counts("dead").deadLettered())
                .isEqualTo(written));
        List<String> places = places(letters("dead"));
        assertThat(places).hasSize((int) hub.counts("dead").deadLettered()).doesNotHaveDuplicates();
        assertThat(places).containsExactlyElementsOf(firstPlaces(places.size()));
        assertThat(other.ids("dead"))
                .hasSize((int) hub.counts("dead").delivered())
                .doesNotHaveDuplicates()
                .doesNotContain("m0");
        assertThat(hub.lease().path("dataLoss").path("frames").asLong()).isZero();
        System.out.println(
                "full log: " + written + " accepted = " + hub.counts("dead").delivered() + " delivered + "
                        + places.size() + " expired into " + letters("dead").size() + " dead letters");
    }

    @Test
    void aPlaneThatDiesWhileALaneGivesUpLeavesEveryEventCountedOnce() throws Exception {
        // Given
        other.down();
        hub.put(TestHub.webhook("dead", other.url("dead"))).publish();
        DeliveryPlane first = hub.plane("a");
        while (deadLetters() == 0) {
            accept();
        }

        // When
        first.abandon();
        hub.plane("b");
        int before = written;
        while (written < before + 10 * EVENTS) {
            accept();
        }
        other.up();

        // Then
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(
                        hub.counts("dead").delivered() + hub.counts("dead").deadLettered())
                .isEqualTo(written));
        List<String> places = places(letters("dead"));
        assertThat(places).hasSize((int) hub.counts("dead").deadLettered()).doesNotHaveDuplicates();
        assertThat(other.ids("dead"))
                .hasSize((int) hub.counts("dead").delivered())
                .doesNotHaveDuplicates();
    }

    @Test
    void whatTheArchiveHasNotStoredIsNotGivenUpAndTheLogRefusesFrames() throws Exception {
        // Given
        archive(LATE);
        other.down();
        hub.put(TestHub.webhook("dead", other.url("dead"))).publish();
        DeliveryPlane plane = hub.plane("a");

        // When
        while (!refuses()) {
            written += EVENTS;
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> fillSeen(plane) > 0.9);
        await().pollDelay(Duration.ofSeconds(3)).until(this::refuses);

        // Then
        assertThat(hub.counts("dead").deadLettered()).isZero();
        assertThat(log().getFirstSequence()).isEqualTo(1);

        // When
        archive(PROMPT);
        hub.publish();

        // Then
        accept();
        assertThat(hub.counts("dead").deadLettered()).isPositive();
        other.up();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        hub.counts("dead").delivered() + hub.counts("dead").deadLettered())
                .isEqualTo(written));
    }

    @Test
    void aSuspendedLaneOfOneSourceGivesUpOnlyWhatItWouldHaveTaken() throws Exception {
        // Given
        hub.put(selecting(TestHub.webhook("slow", receiver.url("slow")), true, "app"))
                .publish();
        hub.plane("a");

        // When
        hub.write("app", "a1 user1", "a2 user2");
        while (written < 30 * EVENTS) {
            accept();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> fill() < 0.9);

        // Then
        await().untilAsserted(
                        () -> assertThat(hub.counts("slow").deadLettered()).isEqualTo(2));
        DeadLetter letter = letters("slow").getFirst();
        assertThat(letter.source()).isEqualTo("app");
        assertThat(letter.reason()).isEqualTo(LetterReason.LANE_EXPIRED.name());
        assertThat(letter.positions()).containsExactly(new Position(1, 0), new Position(1, 1));
        assertThat(letter.event()).isNull();
    }

    @Test
    void aFullDeadLetterStreamStopsItsDestinationAloneUntilThereIsRoom() throws Exception {
        // Given
        deadLetterBytes(8 * 1024);
        receiver.answer("crm", body -> 400);
        hub.put(TestHub.webhook("crm", receiver.url("crm")))
                .put(TestHub.webhook("well", receiver.url("well")))
                .publish();
        hub.plane("a");

        // When
        hub.write("web", TestHub.events("m", 0, 60));
        await().untilAsserted(() -> assertThat(receiver.ids("well")).hasSize(60));
        await().untilAsserted(() -> assertThat(hub.stored("crm").lane()).contains("dead letters cannot be written"));

        // Then
        assertThat(hub.counts("crm").deadLettered()).isBetween(1L, 59L);
        deadLetterBytes(LOG_BYTES / 4);
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(
                        () -> assertThat(hub.counts("crm").deadLettered()).isEqualTo(60));
        assertThat(places(letters("crm"))).containsExactlyInAnyOrderElementsOf(firstPlaces(60, 60));
    }

    @Test
    void theBacklogOfADestinationThatDoesNotComeBackIsCountedUnderItsName() throws Exception {
        // Given
        other.down();
        hub.put(selecting(TestHub.webhook("dead", other.url("dead")), false, "web"))
                .put(TestHub.webhook("well", receiver.url("well")))
                .publish();
        hub.backlogKept = Duration.ofSeconds(1);
        DeliveryPlane plane = hub.plane("a");
        hub.write("web", TestHub.events("m", 0, 100));
        hub.write("app", TestHub.events("m", 0, 10));
        await().untilAsserted(() -> assertThat(hub.stored("dead").lane()).contains("no connection"));

        // When
        hub.remove(DestinationDocument.key("dead")).publish();
        await().untilAsserted(() -> assertThat(hub.stored("dead").removal()).isNotNull());
        hub.write("web", TestHub.events("later", 0, 5));

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(hub.counts("dead").discarded()).isEqualTo(100));
        assertThat(hub.stored("dead").lane()).isEqualTo(StoredSink.DISCARDED);
        assertThat(metrics(plane))
                .contains("catchment_delivery_backlog_discarded_total{destination=\"dead\",partition=\"0\"} 100.0");

        // When
        other.up();
        hub.put(TestHub.webhook("dead", other.url("dead"))).publish();
        await().atMost(Duration.ofSeconds(20)).until(() -> hub.stored("dead").removal() == null);
        hub.write("web", "new1 user1");

        // Then
        await().untilAsserted(() -> assertThat(hub.counts("dead").delivered()).isEqualTo(1));
        assertThat(other.ids("dead")).containsExactly("new1");
        assertThat(hub.counts("dead").discarded()).isEqualTo(100);
    }

    @Test
    void anotherDestinationOfTheSameNameGoesOnWithTheBacklog() throws Exception {
        // Given
        other.down();
        hub.put(TestHub.webhook("crm", other.url("crm"))).publish();
        hub.plane("a");
        hub.write("web", TestHub.events("m", 0, 20));
        await().untilAsserted(() -> assertThat(hub.stored("crm").lane()).contains("no connection"));
        hub.remove(DestinationDocument.key("crm")).publish();
        await().untilAsserted(() -> assertThat(hub.stored("crm").removal()).isNotNull());

        // When
        other.up();
        hub.put(withUid(TestHub.webhook("crm", other.url("crm")), "another")).publish();

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(20));
        assertThat(other.ids("crm")).hasSize(20).doesNotHaveDuplicates();
        assertThat(hub.counts("crm").discarded()).isZero();
    }

    private void archive(DeliverySettings.Archive policy) {
        hub.archive = policy;
        hub.settings();
    }

    /** Writes a frame, again and again until the log takes it, as ingest's clients do. */
    private void accept() {
        await().atMost(Duration.ofSeconds(60)).until(() -> !refuses());
        written += EVENTS;
    }

    /** Whether the log refuses the next frame; writes it if not. */
    private boolean refuses() throws Exception {
        try {
            hub.write("web", SpaceIT::large, TestHub.events("m", written, written + EVENTS));
            return false;
        } catch (JetStreamApiException e) {
            assertThat(e.getApiErrorCode()).isEqualTo(STREAM_FULL);
            return true;
        }
    }

    private static ObjectNode large(ObjectNode event) {
        return event.put("filler", "x".repeat(2000));
    }

    private StreamState log() throws Exception {
        return hub.connection
                .jetStreamManagement()
                .getStreamInfo(TestHub.NAMES.logStream(0))
                .getStreamState();
    }

    private double fill() throws Exception {
        return (double) log().getByteCount() / LOG_BYTES;
    }

    /** As the plane shows it. */
    private static double fillSeen(DeliveryPlane plane) throws Exception {
        return metrics(plane)
                .lines()
                .filter(line -> line.startsWith("catchment_delivery_log_fill{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElse(0);
    }

    private static String metrics(DeliveryPlane plane) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + plane.adminPort() + "/metrics");
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private void deadLetterBytes(long bytes) throws Exception {
        var management = hub.connection.jetStreamManagement();
        StreamConfiguration now =
                management.getStreamInfo(TestHub.NAMES.deadLetterStream()).getConfiguration();
        management.updateStream(StreamConfiguration.builder(now).maxBytes(bytes).build());
    }

    private long deadLetters() throws Exception {
        return hub.connection
                .jetStreamManagement()
                .getStreamInfo(TestHub.NAMES.deadLetterStream())
                .getStreamState()
                .getMsgCount();
    }

    private List<DeadLetter> letters(String destination) throws Exception {
        var management = hub.connection.jetStreamManagement();
        StreamState state =
                management.getStreamInfo(TestHub.NAMES.deadLetterStream()).getStreamState();
        List<DeadLetter> letters = new ArrayList<>();
        for (long sequence = state.getFirstSequence(); sequence <= state.getLastSequence(); sequence++) {
            DeadLetter letter = DeadLetter.parse(management
                    .getMessage(TestHub.NAMES.deadLetterStream(), sequence)
                    .getData());
            if (letter.destination().equals(destination)) {
                letters.add(letter);
            }
        }
        return letters;
    }

    private static List<String> places(List<DeadLetter> letters) {
        return letters.stream()
                .flatMap(letter -> letter.positions().stream())
                .map(Position::toString)
                .toList();
    }

    /** Of events in frames of {@link #EVENTS}. */
    private static List<String> firstPlaces(int count) {
        return firstPlaces(count, EVENTS);
    }

    private static List<String> firstPlaces(int count, int perFrame) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(new Position(1 + i / perFrame, i % perFrame).toString());
        }
        return places;
    }

    private static DestinationDocument withUid(DestinationDocument d, String uid) {
        return copy(d, uid, d.suspend(), d.sources());
    }

    private static DestinationDocument selecting(DestinationDocument d, boolean suspend, String source) {
        return copy(d, d.uid(), suspend, Selection.of(List.of(source)));
    }

    private static DestinationDocument copy(DestinationDocument d, String uid, boolean suspend, Selection sources) {
        return new DestinationDocument(
                d.name(),
                uid,
                d.type(),
                d.typeVersion(),
                d.needs(),
                d.enabled(),
                suspend,
                d.hold(),
                sources,
                d.config(),
                d.sealed(),
                d.disabledPresets(),
                d.mappings(),
                d.delivery(),
                d.mode());
    }
}
