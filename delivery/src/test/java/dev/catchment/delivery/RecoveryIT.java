package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.DestinationDocument.Delivery;
import dev.catchment.contract.plan.DestinationDocument.Ordering;
import io.nats.client.JetStreamApiException;
import io.nats.client.PurgeOptions;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts, take-overs, a killed broker, duplicates, and a log that is not what it was. */
class RecoveryIT {
    @TempDir
    private Path folder;

    private TestHub hub;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        hub = new TestHub(folder);
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        receiver.close();
    }

    @Test
    void aGracefulRestartRepeatsNothingAndGoesOnAtOnce() throws Exception {
        // Given
        DeliveryPlane first = hub.plane("a");
        hub.write("web", TestHub.events("m", 0, 500));
        await().until(() -> receiver.ids("crm").size() >= 100);

        // When
        first.close();
        hub.write("web", TestHub.events("m", 500, 600));
        hub.plane("b");

        // Then
        await().untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(600));
        assertThat(receiver.ids("crm")).hasSize(600).doesNotHaveDuplicates();
        LaneIT.assertInUsersOrder(receiver.ids("crm"));
    }

    @Test
    void anEndThatWaitsForASlowAnswerKeepsItsLeaseAndRepeatsNothing() throws Exception {
        // Given a request that takes longer than a lease stands still before another takes it
        CountDownLatch arrived = new CountDownLatch(1);
        receiver.answer("crm", body -> {
            arrived.countDown();
            try {
                Thread.sleep(7_500);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return 200;
        });
        hub.put(TestHub.with(
                        TestHub.webhook("crm", receiver.url("crm")),
                        new Delivery(86_400, 30_000, 8, null, Ordering.NONE, 1, 1 << 19)))
                .publish();
        DeliveryPlane first = hub.plane("a");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(hub.lease().path("holder").asText()).startsWith("a/"));
        hub.plane("b");
        hub.write("web", "m1 u1");
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

        // When
        first.close();

        // Then
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(hub.lease().path("holder").asText()).startsWith("b/"));
        hub.write("web", "m2 u1");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(receiver.ids("crm")).containsExactly("m1", "m2"));
        assertThat(hub.lease().path("crashes").asInt()).isZero();
        assertThat(hub.lease().path("epoch").asInt()).isEqualTo(2);
    }

    @Test
    void aSecondPlaneTakesOverFromOneThatDiedAndCountsEveryEventOnce() throws Exception {
        // Given
        DeliveryPlane first = hub.plane("a");
        await().until(() -> holder(0).startsWith("a/"));
        hub.plane("b");
        AtomicInteger written = new AtomicInteger();
        write(written, 20, 50);
        await().until(() -> receiver.ids("crm").size() >= 300);

        // When
        long died = System.nanoTime();
        first.abandon();
        int before = receiver.ids("crm").size();
        write(written, 10, 50);

        // Then
        await().atMost(Duration.ofSeconds(20)).until(() -> receiver.ids("crm").size() > before + 20);
        System.out.println(
                "take-over after " + Duration.ofNanos(System.nanoTime() - died).toMillis() + " ms");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(written.get()));
        Set<String> distinct = new HashSet<>(receiver.ids("crm"));
        assertThat(distinct).hasSize(written.get());
        int repeated = receiver.ids("crm").size() - distinct.size();
        System.out.println("repeated after the take-over: " + repeated + " of " + written.get());
        assertThat(hub.lease().path("holder").asText()).startsWith("b/");
        assertThat(hub.lease().path("epoch").asLong()).isEqualTo(2);
    }

    @Test
    void aKilledBrokerLosesAndRepeatsNothing() throws Exception {
        // Given
        hub.plane("a");
        AtomicInteger written = new AtomicInteger();
        Random random = new Random();

        // When
        for (int round = 0; round < 3; round++) {
            write(written, 10, 50);
            await().pollDelay(Duration.ofMillis(random.nextInt(300))).until(() -> true);
            hub.nats.kill();
            hub.nats.restart();
        }
        write(written, 2, 50);

        // Then
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(written.get()));
        assertThat(receiver.ids("crm")).hasSize(written.get()).doesNotHaveDuplicates();
        assertThat(hub.lease().path("dataLoss").path("frames").asLong()).isZero();
    }

    @Test
    void repeatedMessageIdsAreDeliveredOnceAlsoAcrossARestart() throws Exception {
        // Given
        DeliveryPlane first = hub.plane("a");
        hub.write("web", "m1 user1", "m2 user2", "m1 user1");
        hub.write("web", "m2 user2", "m3 user3");
        hub.write("app", "m1 user1");
        await().untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(4));

        // When
        first.abandon();
        hub.plane("a");
        hub.write("web", "m3 user3", "m4 user4", "m1 user1");

        // Then
        await().untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(5));
        assertThat(receiver.ids("crm")).containsExactlyInAnyOrder("m1", "m2", "m3", "m1", "m4");
    }

    @Test
    void aGapInTheLogIsCountedAndReadingGoesOn() throws Exception {
        // Given
        DeliveryPlane first = hub.plane("a");
        hub.write("web", "m1 user1");
        await().untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(1));
        first.close();
        for (int i = 2; i <= 5; i++) {
            hub.write("web", "m" + i + " user1");
        }

        // When
        hub.connection
                .jetStreamManagement()
                .purgeStream(
                        TestHub.NAMES.logStream(0),
                        PurgeOptions.builder().sequence(4).build());
        hub.plane("a");

        // Then
        await().untilAsserted(() -> assertThat(receiver.ids("crm")).containsExactly("m1", "m4", "m5"));
        await().untilAsserted(() -> {
            JsonNode loss = hub.lease().path("dataLoss");
            assertThat(loss.path("frames").asLong()).isEqualTo(2);
            assertThat(loss.path("last").asText()).contains("frames 2 to 3 are gone");
        });
    }

    @Test
    void aLogThatWasSetBackIsNoticedAndReadOn() throws Exception {
        // Given
        DeliveryPlane first = hub.plane("a");
        for (int i = 1; i <= 5; i++) {
            hub.write("web", "m" + i + " user1");
        }
        await().untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(5));
        first.close();

        // When
        recreateLog();
        hub.write("web", "n1 user1");
        hub.write("web", "n2 user1");
        hub.plane("a");

        // Then
        await().untilAsserted(() ->
                assertThat(hub.lease().path("dataLoss").path("last").asText()).contains("set back"));
        hub.write("web", "n3 user1");
        await().untilAsserted(() -> assertThat(receiver.ids("crm")).contains("n3"));
        assertThat(receiver.ids("crm")).doesNotHaveDuplicates();
    }

    @Test
    void aDamagedFrameIsSetAsideAndTheOthersPass() throws Exception {
        // Given
        hub.plane("a");
        byte[] damaged = TestHub.frame("web", event -> event, "bad user1");
        damaged[damaged.length / 2] ^= 1;

        // When
        hub.write("web", "m1 user1");
        hub.connection.jetStream().publish(TestHub.NAMES.logSubject(0), damaged);
        hub.write("web", "m2 user1");

        // Then
        await().untilAsserted(() -> assertThat(receiver.ids("crm")).containsExactly("m1", "m2"));
        assertThat(hub.connection
                        .jetStreamManagement()
                        .getLastMessage(TestHub.NAMES.deadLetterStream(), TestHub.NAMES.deadLetterSubject("_log"))
                        .getData())
                .isEqualTo(damaged);
    }

    @Test
    void anUnknownFrameVersionStopsThePartitionAndSaysSo() throws Exception {
        // Given
        hub.plane("a");
        byte[] newer = TestHub.frame("web", event -> event, "m1 user1");
        newer[4] = 2;
        CRC32C crc = new CRC32C();
        crc.update(newer, 0, newer.length - 4);
        ByteBuffer.wrap(newer).putInt(newer.length - 4, (int) crc.getValue());

        // When
        hub.connection.jetStream().publish(TestHub.NAMES.logSubject(0), newer);
        hub.write("web", "m2 user1");

        // Then
        await().untilAsserted(() -> assertThat(hub.lease().path("stopped").asText())
                .contains("frame 1")
                .contains("version 2"));
        assertThat(receiver.ids("crm")).isEmpty();
    }

    @Test
    void purgingKeepsWhatSomeReaderStillNeeds() throws Exception {
        // Given
        receiver.answer("sick", body -> 503);
        hub.put(TestHub.webhook("sick", receiver.url("sick")));
        hub.archive = new DeliverySettings.Archive(3600, 1 << 26, 1, 1);
        hub.settings();
        hub.publish();
        hub.plane("a");

        // When
        for (int i = 1; i <= 20; i++) {
            hub.write("web", "m" + i + " user1");
        }
        await().untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(20));
        await().atMost(Duration.ofSeconds(15))
                .until(() -> hub.lease().path("lowest").asLong() == 1);
        await().pollDelay(Duration.ofSeconds(11)).atMost(Duration.ofSeconds(15)).until(() -> true);
        assertThat(log().getFirstSequence()).isEqualTo(1);
        receiver.answer("sick", body -> 200);

        // Then
        await().atMost(Duration.ofSeconds(60)).until(() -> log().getMsgCount() == 0);
        assertThat(receiver.ids("sick")).hasSize(20).doesNotHaveDuplicates();
        hub.write("web", "last user1");
        await().untilAsserted(() -> assertThat(receiver.ids("crm")).contains("last"));
        assertThat(hub.lease().path("dataLoss").path("frames").asLong()).isZero();
    }

    @Test
    void partitionsAreSharedAmongPlanes() throws Exception {
        // Given
        hub.close();
        hub = new TestHub(folder.resolve("two"), 2);
        hub.publish();

        // When
        hub.plane("a");
        await().until(() -> holder(0).startsWith("a/") && holder(1).startsWith("a/"));
        hub.plane("b");

        // Then
        await().atMost(Duration.ofSeconds(20))
                .until(() -> holder(0).startsWith("a/") && holder(1).startsWith("b/"));
    }

    private String holder(int partition) throws IOException, JetStreamApiException {
        var entry = hub.connection.keyValue(TestHub.NAMES.stateBucket()).get(Subjects.leaseKey(partition));
        return entry == null
                ? ""
                : ContractJson.DOCUMENTS
                        .readTree(entry.getValue())
                        .path("holder")
                        .asText();
    }

    private StreamState log() throws Exception {
        return hub.connection
                .jetStreamManagement()
                .getStreamInfo(TestHub.NAMES.logStream(0))
                .getStreamState();
    }

    private void recreateLog() throws Exception {
        var management = hub.connection.jetStreamManagement();
        var configuration = management.getStreamInfo(TestHub.NAMES.logStream(0)).getConfiguration();
        management.deleteStream(TestHub.NAMES.logStream(0));
        management.addStream(configuration);
    }

    /** Writes frames; those whose publish is not acknowledged are written again, as ingest's clients would. */
    private void write(AtomicInteger number, int frames, int events) throws Exception {
        for (int i = 0; i < frames; i++) {
            String[] batch = TestHub.events("m", number.get(), number.get() + events);
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                try {
                    hub.write("web", batch);
                    return true;
                } catch (IOException | JetStreamApiException | IllegalStateException e) {
                    return false;
                }
            });
            number.addAndGet(events);
        }
    }
}
