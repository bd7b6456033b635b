package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Position;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.DestinationDocument.Delivery;
import dev.catchment.contract.plan.DestinationDocument.Ordering;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.Origin;
import dev.catchment.contract.undelivered.RetryRecord;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.mark.Counts;
import io.nats.client.KeyValue;
import io.nats.client.PublishOptions;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.impl.Headers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Events that fail for a reason of their own: retry tiers, dead letters, and what is re-driven. */
@Execution(ExecutionMode.CONCURRENT)
class RetryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private TestHub hub;
    private Receiver receiver;
    /** messageIds that the receiver fails. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    private volatile int failure = 500;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        receiver.answer("crm", body -> failing.contains(body.path("messageId").asText()) ? failure : 200);
        hub = new TestHub(folder);
        hub.retryDelays = tier -> switch (tier) {
            case REDRIVE -> Duration.ZERO;
            case FIRST -> Duration.ofSeconds(1);
            case SECOND -> Duration.ofSeconds(2);
            case LAST -> Duration.ofSeconds(3);
        };
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        receiver.close();
    }

    @Test
    void anEventThatAloneFailsWaitsInATierWhileOthersPassAndIsDeliveredLater() throws Exception {
        // Given
        failing.add("m3");
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        hub.plane("a");

        // When
        int sent = writeUntilMoved();

        // Then
        assertThat(hub.counts("crm"))
                .extracting(Counts::deadLettered, Counts::retrying)
                .containsExactly(0L, 1L);
        failing.clear();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.counts("crm"))
                .extracting(Counts::delivered, Counts::retrying, Counts::deadLettered)
                .containsExactly((long) sent, 0L, 0L));
        assertThat(receiver.ids("crm")).hasSize(sent).doesNotHaveDuplicates().contains("m3");
        await().atMost(PATIENCE).until(() -> hub.retryRecords() == 0);
    }

    @Test
    void anEventThatFailsForItsWholeTimeBecomesADeadLetterAndIsReDrivenOnce() throws Exception {
        // Given
        failing.add("m3");
        hub.put(TestHub.with(TestHub.webhook("crm", receiver.url("crm")), retryFor(9)))
                .publish();
        hub.plane("a");

        // When
        int sent = writeUntilMoved();
        await().atMost(PATIENCE).until(() -> hub.counts("crm").deadLettered() == 1);

        // Then
        DeadLetter letter = hub.deadLetters("crm").getFirst();
        assertThat(letter.reason()).isEqualTo("RETRIES_EXHAUSTED");
        assertThat(letter.status()).isEqualTo(500);
        assertThat(letter.attempts()).isGreaterThan(6);
        assertThat(letter.position()).isEqualTo("1:3");
        assertThat(Duration.between(Instant.parse(letter.firstFailedAt()), Instant.parse(letter.at())))
                .isGreaterThan(Duration.ofSeconds(4));
        assertThat(hub.counts("crm").failedAttempts()).isEqualTo(letter.attempts());

        // When
        failing.clear();
        redrive(letter, 1);
        redriveAgainIsRefused(letter, 1);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.counts("crm"))
                .extracting(Counts::delivered, Counts::deadLettered, Counts::redriven, Counts::retrying)
                .containsExactly((long) sent, 1L, 1L, 0L));
        assertThat(receiver.ids("crm")).hasSize(sent).doesNotHaveDuplicates();
        assertThat(hub.deadLetters("crm")).isEmpty();
    }

    @Test
    void aReDrivenEventThatIsRefusedAgainIsADeadLetterAgain() throws Exception {
        // Given
        failure = 400;
        failing.add("m1");
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        hub.plane("a");
        hub.write("web", TestHub.events("m", 0, 3));
        await().until(() -> hub.counts("crm").deadLettered() == 1);

        // When
        redrive(hub.deadLetters("crm").getFirst(), 1);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.counts("crm"))
                .extracting(Counts::delivered, Counts::deadLettered, Counts::redriven)
                .containsExactly(2L, 2L, 1L));
        assertThat(hub.deadLetters("crm")).hasSize(1);
    }

    @Test
    void aRecordWrittenJustBeforeACrashIsNotSentFromTheLogToo() throws Exception {
        // Given
        failing.add("m3");
        hub.retryDelays = tier -> Duration.ofSeconds(tier == RetryTier.REDRIVE ? 0 : 8);
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        DeliveryPlane first = hub.plane("a");
        hub.write("web", TestHub.events("m", 0, 10));
        await().until(() -> hub.counts("crm").delivered() == 9);
        Map<String, byte[]> before = marks();
        int sent = 10 + writeUntilMoved(10);

        // When
        first.abandon();
        restore(before);
        int attempts = receiver.refused("crm");
        hub.plane("a");

        // Then
        await().atMost(PATIENCE).until(() -> hub.counts("crm").retrying() == 1);
        assertThat(receiver.refused("crm")).isEqualTo(attempts);
        failing.clear();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.counts("crm"))
                .extracting(Counts::delivered, Counts::retrying)
                .containsExactly((long) sent, 0L));
        assertThat(receiver.ids("crm").stream().filter("m3"::equals)).hasSize(1);
    }

    @Test
    void tiersOutliveARestartAndCountEveryEventOnce() throws Exception {
        // Given
        failing.add("m3");
        hub.retryDelays = tier -> Duration.ofSeconds(tier == RetryTier.REDRIVE ? 0 : 3);
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        DeliveryPlane first = hub.plane("a");
        int sent = writeUntilMoved();

        // When
        first.abandon();
        hub.plane("b");
        int refused = receiver.refused("crm");
        await().atMost(PATIENCE).until(() -> receiver.refused("crm") > refused);
        failing.clear();

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.counts("crm"))
                .extracting(Counts::delivered, Counts::retrying)
                .containsExactly((long) sent, 0L));
        assertThat(receiver.ids("crm").stream().filter("m3"::equals)).hasSize(1);
    }

    @Test
    void aRecordOfAFormerDirectorThatWakesLateIsRemovedAndNotSent() throws Exception {
        // Given
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        hub.plane("a");
        hub.write("web", TestHub.events("m", 0, 3));
        await().until(() -> hub.counts("crm").delivered() == 3);

        // When
        RetryRecord late = new RetryRecord(
                RetryRecord.VERSION,
                "crm",
                0,
                999,
                "1:0",
                "web",
                Instant.now().toString(),
                1,
                1,
                Instant.now().toString(),
                0,
                null,
                null,
                "HTTP 500",
                event("late"));
        publish(late, TestHub.NAMES.retrySubject(0, RetryTier.FIRST), new Origin.Log(new Position(1, 0)), false);

        // Then
        await().atMost(PATIENCE).until(() -> hub.retryRecords() == 0);
        assertThat(receiver.ids("crm")).hasSize(3).doesNotContain("late");
        assertThat(hub.counts("crm").retrying()).isZero();
    }

    @Test
    void suspensionStopsTheClockAndHoldsWhatWaitsInTheTiers() throws Exception {
        // Given
        failing.add("m3");
        DestinationDocument crm = TestHub.with(TestHub.webhook("crm", receiver.url("crm")), retryFor(12));
        hub.put(crm).publish();
        hub.plane("a");
        int sent = writeUntilMoved();

        // When
        hub.put(TestHub.suspended(crm, true)).publish();
        await().until(() -> hub.stored("crm").lane().contains("suspended"));
        int refused = receiver.refused("crm");
        Instant since = Instant.now();
        await().atMost(PATIENCE)
                .until(() -> Duration.between(since, Instant.now()).toSeconds() >= 13);

        // Then
        assertThat(receiver.refused("crm")).isEqualTo(refused);
        failing.clear();
        hub.put(TestHub.suspended(crm, false)).publish();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.counts("crm"))
                .extracting(Counts::delivered, Counts::retrying, Counts::deadLettered)
                .containsExactly((long) sent, 0L, 0L));
        assertThat(hub.stored("crm").suspendedMillis()).isGreaterThan(12_000);
    }

    @Test
    void whatWaitsInTheTiersOfADestinationThatLeavesIsThereWhenItsNameComesBack() throws Exception {
        // Given
        failing.add("m3");
        DestinationDocument crm = TestHub.webhook("crm", receiver.url("crm"));
        hub.put(crm).publish();
        hub.plane("a");
        int sent = writeUntilMoved();

        // When
        hub.remove(crm.key()).publish();
        await().until(() -> hub.stored("crm").removedAt() != null);
        failing.clear();
        Instant since = Instant.now();
        await().until(() -> Duration.between(since, Instant.now()).toSeconds() >= 2);
        hub.put(crm).publish();

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.counts("crm"))
                .extracting(Counts::delivered, Counts::retrying)
                .containsExactly((long) sent, 0L));
    }

    @Test
    void whereUsersKeepTheirOrderLaterEventsWaitBehindAFailedOneAndOtherUsersGoOn() throws Exception {
        // Given
        failing.add("m3");
        hub.put(TestHub.with(
                        TestHub.webhook("crm", receiver.url("crm")),
                        new Delivery(86_400, 5_000, 8, null, Ordering.USER, 1, 1 << 19)))
                .publish();
        hub.plane("a");

        // When
        hub.write("web", TestHub.events("m", 0, 10));
        int written = 10;
        while (!receiver.ids("crm").contains("m" + (written - 1)) || receiver.refused("crm") < 6) {
            hub.write("web", TestHub.events("m", written, written + 10));
            written += 10;
            int last = written - 1;
            await().atMost(PATIENCE).until(() -> receiver.ids("crm").contains("m" + last));
        }

        // Then
        assertThat(receiver.ids("crm")).noneMatch(id -> id.endsWith("3"));
        assertThat(hub.retryRecords()).isZero();
        failing.clear();
        int all = written;
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(all));
        assertThat(receiver.ids("crm")).hasSize(all).doesNotHaveDuplicates();
        LaneIT.assertInUsersOrder(receiver.ids("crm"));
    }

    private int writeUntilMoved() throws Exception {
        hub.write("web", TestHub.events("m", 0, 10));
        return 10 + writeUntilMoved(10);
    }

    /** Lets others pass until the failing one has made way for them; returns how many were written. */
    private int writeUntilMoved(int number) throws Exception {
        int more = 0;
        for (; hub.counts("crm").retrying() == 0; more++) {
            hub.write("web", "n" + more + " user5");
            int expected = number - 1 + more;
            await().atMost(PATIENCE).until(() -> receiver.ids("crm").size() >= expected);
        }
        return more;
    }

    private static Delivery retryFor(long seconds) {
        return new Delivery(seconds, 5_000, 8, null, Ordering.NONE, 1, 1 << 19);
    }

    private static JsonNode event(String id) {
        return ContractJson.EVENTS
                .createObjectNode()
                .put("type", "track")
                .put("messageId", id)
                .put("userId", "u")
                .put("event", "Tested");
    }

    /** As the command line does it. */
    private void redrive(DeadLetter letter, long sequence) throws Exception {
        RetryRecord record = new RetryRecord(
                RetryRecord.VERSION,
                letter.destination(),
                letter.partition(),
                0,
                letter.position(),
                letter.source(),
                letter.event().path("receivedAt").asText(),
                0,
                0,
                null,
                0,
                letter.mappings(),
                null,
                "re-driven",
                letter.event());
        publish(record, TestHub.NAMES.redriveSubject(0, sequence, 0), new Origin.Letter(sequence), true);
    }

    private void redriveAgainIsRefused(DeadLetter letter, long sequence) {
        assertThatThrownBy(() -> redrive(letter, sequence)).hasMessageContaining("wrong last sequence");
    }

    private void publish(RetryRecord record, String subject, Origin origin, boolean first) throws Exception {
        Headers headers = new Headers()
                .add(RetryRecord.DESTINATION, record.destination())
                .add(RetryRecord.ORIGIN, origin.toString())
                .add(RetryRecord.EPOCH, Long.toString(record.epoch()));
        PublishOptions.Builder options = PublishOptions.builder();
        if (first) {
            headers.add(RetryRecord.WHOLE_LETTER, "1");
            options.expectedLastSubjectSequence(0);
        }
        hub.connection.jetStream().publish(subject, headers, record.toJson(), options.build());
    }

    private Map<String, byte[]> marks() throws Exception {
        KeyValue bucket = hub.connection.keyValue(TestHub.NAMES.stateBucket());
        Map<String, byte[]> values = new ConcurrentHashMap<>();
        for (int shard = 0; shard < 16; shard++) {
            KeyValueEntry entry = bucket.get(Subjects.marksKey(0, shard));
            if (entry != null) {
                values.put(entry.getKey(), entry.getValue());
            }
        }
        return values;
    }

    /** As if the director had died before these were overwritten. */
    private void restore(Map<String, byte[]> marks) throws Exception {
        KeyValue bucket = hub.connection.keyValue(TestHub.NAMES.stateBucket());
        for (Map.Entry<String, byte[]> value : marks.entrySet()) {
            bucket.put(value.getKey(), value.getValue());
        }
    }
}
