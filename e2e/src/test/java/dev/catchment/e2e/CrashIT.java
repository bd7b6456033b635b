package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the broker and the hub at random moments under load. What was acknowledged is delivered and archived, repeated
 * is no more than design allows, and the counters say what happened. {@code -Dcatchment.seed=N} repeats a run's moments.
 */
class CrashIT {
    private static final int PER_SECOND = 6_000;
    private static final int CAPACITY = PER_SECOND * 240;
    private static final int CONCURRENCY = 16;
    private static final int BATCH = 100;
    /** What may be repeated of a destination: this time before the kill, and what was in flight. */
    private static final int MARK_MILLIS = 250;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("catchment.seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);
    private final Ledger ledger = new Ledger(CAPACITY);

    @Test
    void whatWasAcknowledgedSurvivesKillsAtRandomMoments() throws Exception {
        // Given
        System.out.println("[test] crash: seed " + seed + " (-Dcatchment.seed=" + seed + ")");
        List<Kill> kills = plannedKills();
        try (Webhook webhook = Webhook.start(ledger::deliver)) {
            Path resources = resources(webhook.url());
            RunningHub hub = RunningHub.start(resources, folder.resolve("data"));
            try {
                // When
                long allowed = 0;
                LoadClient load = LoadClient.start(ledger, hub.url(), PER_SECOND, CAPACITY);
                try (load) {
                    for (Kill kill : kills) {
                        TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(2_700)); // the random moment itself
                        long at = ledger.millis();
                        hub = kill(kill, hub, resources);
                        allowed += ledger.deliveredBetween(at - MARK_MILLIS, at) + CONCURRENCY * BATCH;
                    }
                }
                double rate = load.made() * 1000.0 / ledger.millis();

                // Then
                BitSet acknowledged = ledger.acknowledged();
                assertThat(acknowledged.cardinality()).isEqualTo(load.made());
                assertAccounts(
                        hub,
                        acknowledged,
                        allowed,
                        "%d kills %s, %.0f events/s (%d requests resent)"
                                .formatted(kills.size(), kills, rate, load.resent()));
                assertThat(rate).as("load").isGreaterThanOrEqualTo(5_000);
            } finally {
                hub.close();
            }
        }
    }

    private List<Kill> plannedKills() {
        List<Kill> kills = new ArrayList<>(Collections.nCopies(12, Kill.BROKER));
        kills.addAll(Collections.nCopies(5, Kill.HUB));
        kills.addAll(Collections.nCopies(4, Kill.BOTH));
        Collections.shuffle(kills, random);
        return kills;
    }

    private Path resources(String url) throws IOException {
        String delivery = "delivery: {concurrency: " + CONCURRENCY + "}\n";
        return HubFolder.write(folder.resolve("resources"), "batched-webhook", url, delivery)
                .with("filter.yaml", """
                        apiVersion: catchment.dev/v1alpha1
                        kind: Filter
                        metadata: {name: no-heartbeats}
                        spec:
                          workspaceRef: {name: e2e}
                          sourceSelector: {}
                          destinationSelector: {}
                          when: {cel: "event.event == 'Heartbeat'"}
                          drop: {}
                        """)
                .with("type.yaml", """
                        apiVersion: catchment.dev/v1alpha1
                        kind: DestinationType
                        metadata: {name: batched-webhook}
                        spec:
                          version: "1"
                          title: Batched webhook
                          description: Sends events as JSON arrays, because single requests would cost more than the hub.
                          modes: [cloud]
                          config: {properties: {url: {type: string, required: true, description: Where to.}}}
                          limits: {batchSize: %d}
                          actions:
                            send:
                              description: Sends events.
                              fields:
                                data: {type: object, description: The event., default: "${event}"}
                              requests:
                                - method: POST
                                  url: ${config.url}
                                  body: {json: "${fields.data}"}
                                  batch: {mode: array}
                          presets:
                            - {name: send, when: {cel: "true"}, action: send}
                        """.formatted(BATCH))
                .path();
    }

    private static RunningHub kill(Kill kill, RunningHub hub, Path resources) throws Exception {
        long broker = hub.natsPid();
        if (kill != Kill.HUB) {
            ProcessHandle.of(broker).ifPresent(ProcessHandle::destroyForcibly);
        }
        if (kill == Kill.BROKER) {
            await().until(() -> hub.natsPid() != broker);
            return hub;
        }
        hub.kill();
        return RunningHub.start(resources, hub.data(), hub.httpPort(), hub.adminPort());
    }

    private void assertAccounts(RunningHub hub, BitSet acknowledged, long allowed, String run) throws Exception {
        BitSet wanted = (BitSet) acknowledged.clone();
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            wanted.set(i, !Ledger.isFiltered(i));
        }
        int filtered = acknowledged.cardinality() - wanted.cardinality();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(missing(wanted, ledger.delivered()))
                    .as("acknowledged, not delivered")
                    .isZero();
            assertThat(delivered(hub)).as("counter of deliveries").isEqualTo(wanted.cardinality());
            assertThat(filtered(hub)).as("counter of filtered events").isEqualTo(filtered);
        });
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(missing(acknowledged, archived(hub)))
                        .as("acknowledged, not archived")
                        .isZero());
        System.out.printf(
                "[test] crash: %s: %d acknowledged, all delivered and archived; counters delivered %.0f and filtered %.0f are"
                        + " true; %d repeated of %d allowed%n",
                run, acknowledged.cardinality(), delivered(hub), filtered(hub), ledger.duplicates(), allowed);
        assertThat(ledger.delivered())
                .as("nothing is delivered that the filter drops")
                .isEqualTo(wanted);
        assertThat(ledger.duplicates()).as("repeated").isLessThanOrEqualTo(allowed);
    }

    private static int missing(BitSet wanted, BitSet there) {
        BitSet gone = (BitSet) wanted.clone();
        gone.andNot(there);
        return gone.cardinality();
    }

    private static BitSet archived(RunningHub hub) throws IOException, InterruptedException {
        BitSet archived = new BitSet();
        Command cat = Command.catchment(
                line -> archived.set(Ledger.number(parsed(line))),
                "archive",
                "cat",
                "--data",
                hub.data().toString());
        cat.lines();
        return archived;
    }

    private static JsonNode parsed(String line) {
        try {
            return ContractJson.EVENTS.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double delivered(RunningHub hub) throws IOException, InterruptedException {
        return hub.metric("catchment_delivery_delivered_total", "destination=\"hook\"");
    }

    private static double filtered(RunningHub hub) throws IOException, InterruptedException {
        return hub.metric("catchment_delivery_filtered_total", "destination=\"hook\"");
    }
}
