package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Delivery in several processes that are killed, stopped, started and ended. One holder is paused before the first test
 * and goes on after the last: the minute between is the others'.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstancesIT {
    private static final Duration PAUSE = Duration.ofSeconds(60);
    private static final Duration HAND_OVER = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONCURRENCY = 8;
    private static final int EVENTS = 300;
    private static final String POISON = "m123";

    @TempDir
    private static Path folder;

    private PausedHolder paused;

    @BeforeAll
    void pauseAHolder() throws Exception {
        paused = PausedHolder.begin(folder.resolve("paused"));
    }

    @AfterAll
    void end() throws Exception {
        paused.close();
    }

    @Test
    @Order(1)
    void aKilledInstanceIsReplacedWithinTenSecondsAndRepeatsOnlyWhatWasUnderWay() throws Exception {
        // Given
        try (Fleet fleet = new Fleet(folder.resolve("killed"), 1)) {
            DeliveryProcess first = fleet.start("a");
            await().atMost(PATIENCE).until(() -> fleet.holders(1).equals(Set.of("a")));
            DeliveryProcess second = fleet.start("b");
            fleet.witness.tell(first, second);
            Load load = Load.start(fleet.hub, 1, Duration.ofMillis(25));
            await().atMost(PATIENCE).until(() -> fleet.witness.count() > 500);

            // When
            long killed = System.nanoTime();
            first.kill();
            await().atMost(PATIENCE).until(() -> fleet.firstOf(second, killed) > 0);
            int written = load.stop();

            // Then
            Duration after = Duration.ofNanos(fleet.firstOf(second, killed) - killed);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(fleet.hub.counts("crm").delivered()).isEqualTo(written));
            List<String> ids = fleet.witness.ids();
            int repeated = ids.size() - new HashSet<>(ids).size();
            long late = fleet.witness.arrivals().stream()
                    .filter(a -> killed - a.nanos() < Duration.ofMillis(250).toNanos() && a.nanos() < killed)
                    .count();
            System.out.printf(
                    "[faults] kill -9: the next instance sends after %d ms; %d repeated, %d had arrived in the last 250 ms%n",
                    after.toMillis(), repeated, late);
            fleet.hub.assertAccounts("kill -9 under load", Map.of("crm", ids));
            assertThat(after).isLessThan(HAND_OVER);
            // On a busy machine the checkpoint before the kill may be older than 250 ms.
            long lastSecond = fleet.witness.arrivals().stream()
                    .filter(a -> killed - a.nanos() < Duration.ofSeconds(1).toNanos() && a.nanos() < killed)
                    .count();
            assertThat(repeated).isLessThanOrEqualTo((int) lastSecond + CONCURRENCY);
        }
    }

    @Test
    @Order(2)
    void partitionsMoveToNewInstancesAndBackWithoutARepetition() throws Exception {
        // Given
        try (Fleet fleet = new Fleet(folder.resolve("scaled"), 3)) {
            DeliveryProcess first = fleet.start("a");
            await().atMost(PATIENCE).until(() -> fleet.holders(3).equals(Set.of("a")));
            Load load = Load.start(fleet.hub, 3, Duration.ofMillis(50));
            await().atMost(PATIENCE).until(() -> fleet.witness.count() > 100);

            // When
            DeliveryProcess second = fleet.launch("b");
            DeliveryProcess third = fleet.launch("c");
            second.awaitReady();
            third.awaitReady();
            long up = System.nanoTime();
            await().atMost(PATIENCE).until(() -> fleet.holders(3).equals(Set.of("a", "b", "c")));
            Duration spread = Duration.ofNanos(System.nanoTime() - up);
            fleet.witness.tell(first, second, third);
            await().atMost(PATIENCE).until(() -> fleet.firstOf(second, up) > 0 && fleet.firstOf(third, up) > 0);
            long down = System.nanoTime();
            second.terminate();
            third.terminate();
            await().atMost(PATIENCE).until(() -> fleet.holders(3).equals(Set.of("a")));
            Duration gathered = Duration.ofNanos(System.nanoTime() - down);
            int written = load.stop();

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(new HashSet<>(fleet.witness.ids()))
                    .hasSize(written));
            System.out.printf(
                    "[faults] scaled 1 to 3 in %d ms and back in %d ms%n", spread.toMillis(), gathered.toMillis());
            fleet.hub.assertAccounts("scaled from 1 to 3 and back", Map.of("crm", fleet.witness.ids()));
            assertThat(fleet.witness.ids()).doesNotHaveDuplicates();
            for (int partition = 0; partition < 3; partition++) {
                LaneIT.assertInUsersOrder(Load.of(partition, 3, fleet.witness.ids()));
            }
            assertThat(spread).isLessThan(HAND_OVER);
            assertThat(gathered).isLessThan(HAND_OVER);
        }
    }

    @Test
    @Order(3)
    void anEventThatKillsItsDirectorThreeTimesIsFoundAndAllOthersAreDelivered() throws Exception {
        // Given
        try (Fleet fleet = new Fleet(folder.resolve("poisoned"), 1);
                Receiver receiver = new Receiver()) {
            fleet.hub.put(TestHub.webhook("other", receiver.url("other"))).publish();
            AtomicReference<DeliveryProcess> running = new AtomicReference<>();
            AtomicInteger kills = new AtomicInteger();
            fleet.witness.onArrival(arrival -> {
                if (arrival.id().equals(POISON)) {
                    kills.incrementAndGet();
                    running.get().end();
                }
            });
            for (int i = 0; i < EVENTS; i += 50) {
                fleet.hub.write("web", TestHub.events("m", i, i + 50));
            }

            // When
            for (int life = 1; life <= 4; life++) {
                DeliveryProcess process = fleet.launch("a");
                running.set(process);
                if (life < 4) {
                    await().atMost(PATIENCE).until(() -> !process.alive());
                }
            }

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(fleet.hub.counts("crm").delivered()).isEqualTo(EVENTS - 1));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(fleet.hub.counts("other").delivered()).isEqualTo(EVENTS));
            assertThat(kills).hasValue(3);
            assertThat(running.get().metric("catchment_delivery_crashes", "partition=\"0\""))
                    .isEqualTo(3);
            JsonNode letter = ContractJson.EVENTS.readTree(fleet.hub
                    .connection
                    .jetStreamManagement()
                    .getLastMessage(TestHub.NAMES.deadLetterStream(), TestHub.NAMES.deadLetterSubject("crm"))
                    .getData());
            assertThat(letter.path("reason").asText()).isEqualTo("KILLED_DIRECTOR");
            assertThat(letter.path("event").path("messageId").asText()).isEqualTo(POISON);
            List<String> survived = fleet.witness.ids().stream()
                    .filter(id -> !id.equals(POISON))
                    .toList();
            fleet.hub.assertAccounts("an event that kills", Map.of("crm", survived, "other", receiver.ids("other")));
        }
    }

    @Test
    @Order(4)
    void aHolderPausedForAMinuteSendsAndWritesNothingWhenItWakes() throws Exception {
        // Given
        assertThat(paused.takenAfter).isLessThan(HAND_OVER);
        await().atMost(PAUSE.multipliedBy(2)).until(() -> paused.pausedFor().compareTo(PAUSE) >= 0);

        // When
        long woken = System.nanoTime();
        paused.first.resume();

        // Then
        await().atMost(PATIENCE).until(() -> paused.first.log().contains("lease lost"));
        int since = paused.fleet.witness.count();
        await().atMost(PATIENCE).until(() -> paused.fleet.witness.count() > since + 200);
        assertThat(paused.fleet.witness.arrivals().stream().filter(a -> a.nanos() > woken))
                .allSatisfy(arrival -> assertThat(arrival.pid()).isEqualTo(paused.second.pid()));
        assertThat(paused.writes.epochs()).isNotEmpty().allSatisfy(epochs -> assertThat(epochs)
                .isSorted());
        assertThat(paused.writes.holders()).containsExactly("a", "b");
    }

    @Test
    @Order(5)
    void oneOfTwoDirectorsOfAPartitionIsRefusedAndStopsSending() throws Exception {
        // Given
        assertThat(paused.writes.holders()).last().isEqualTo("b");
        await().atMost(PATIENCE).until(() -> paused.first.alive());

        // When
        await().atMost(PATIENCE).until(() -> {
            boolean taken = paused.fleet.holders(1).equals(Set.of("a"));
            if (!taken) {
                paused.letGoInTheHoldersName();
            }
            return taken;
        });
        long taken = System.nanoTime();
        await().atMost(PATIENCE).until(() -> paused.fleet.firstOf(paused.first, taken) > 0);

        // Then
        await().atMost(PATIENCE).until(() -> paused.second.log().contains("lease lost"));
        int written = paused.load.stop();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(paused.fleet.hub.counts("crm").delivered()).isEqualTo(written));
        long last = paused.fleet.witness.arrivals().stream()
                .filter(a -> a.pid() == paused.second.pid())
                .mapToLong(Witness.Arrival::nanos)
                .max()
                .orElseThrow();
        System.out.printf(
                "[faults] two directors: the stale one's last request came %d ms after the other held the lease%n",
                Duration.ofNanos(last - taken).toMillis());
        assertThat(Duration.ofNanos(last - taken)).isLessThan(Duration.ofSeconds(3));
        assertThat(paused.writes.epochs()).isNotEmpty().allSatisfy(epochs -> assertThat(epochs)
                .isSorted());
        paused.fleet.hub.assertAccounts(
                "a holder paused for a minute, then two directors", Map.of("crm", paused.fleet.witness.ids()));
    }
}
