package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import io.fabric8.kubernetes.api.model.Pod;
import io.nats.client.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Planes start before their hub is there, live through an outage of NATS, and end one after the other, under load all the
 * while: nothing that was acknowledged is lost.
 *
 * <p>{@code -Doutage.seconds=600} makes the outage ten minutes long.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlanesLifeIT {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("outage.seconds", 4));
    /** Of a Pod, from SIGTERM on. */
    private static final Duration GRACE = Duration.ofSeconds(60);
    /** Until an instance that does not hand over is known to be dead. */
    private static final Duration LEASE = Duration.ofSeconds(6);

    private static final int PER_SECOND = 500;
    private static final int CAPACITY = 600_000;

    @TempDir
    private static Path folder;

    private final Ledger ledger = new Ledger(CAPACITY);
    private final ConcurrentLinkedQueue<Long> arrivals = new ConcurrentLinkedQueue<>();
    private ClusterHub hub;
    private Webhook receiver;
    private Map<String, PodProcess> pods;

    @BeforeAll
    void startPlanesBeforeTheirHub() throws Exception {
        receiver = Webhook.start(this::receive);
        hub = ClusterHub.start(folder);
        hub.nats.kill();
        hub.secret("web-key", Map.of("writeKey", HubFolder.WRITE_KEY));
        hub.apply(Manifests.WORKSPACE);
        hub.apply(Manifests.source("web", Manifests.WEB_KEY));
        hub.apply(Manifests.destination("hook", receiver.url(), ""));
        pods = hub.launchPods("acme");
    }

    @AfterAll
    void end() throws Exception {
        hub.close();
        receiver.close();
    }

    @Test
    @Order(1)
    void planesWaitForTheirHubAndAreReadyWhenItIsThere() throws Exception {
        // Given
        for (PodProcess pod : pods.values()) {
            eventually().until(() -> pod.probe("/livez") == 200);
            assertThat(pod.probe("/readyz")).isEqualTo(503);
        }

        // When NATS is there, and the operator makes streams and buckets in it
        hub.nats.restart();
        hub.awaitReady("acme", pods);

        // Then
        eventually().untilAsserted(() -> assertThat(hub.condition(Destination.class, "hook", "Ready"))
                .startsWith("True/"));
        assertThat(pods.values()).allMatch(PodProcess::alive);
    }

    @Test
    @Order(2)
    void anOutageOfNatsLosesNothingAndPlanesAreNotReadyMeanwhile() throws Exception {
        // Given
        AtomicInteger turn = new AtomicInteger();
        List<String> urls =
                names(Plane.INGEST).stream().map(pods::get).map(PodProcess::url).toList();
        LoadClient load = LoadClient.start(
                ledger, () -> urls.get(Math.floorMod(turn.getAndIncrement(), urls.size())), PER_SECOND, CAPACITY, 0);
        eventually().until(() -> ledger.delivered().cardinality() > 2 * PER_SECOND);
        String before = memory();

        // When
        hub.nats.kill();
        long away = System.nanoTime();

        // Then
        awaitProbes(503);
        pods.keySet().forEach(pod -> hub.setReady(pod, false));
        await().atMost(OUTAGE.plus(ClusterHub.PATIENCE)).until(() -> System.nanoTime() - away > OUTAGE.toNanos());
        for (PodProcess pod : pods.values()) {
            assertThat(pod.probe("/livez")).isEqualTo(200);
            assertThat(pod.probe("/readyz")).isEqualTo(503);
        }
        eventually().untilAsserted(() -> assertThat(hub.condition(Workspace.class, "acme", "Ready"))
                .startsWith("Unknown/BrokerUnavailable"));
        String during = memory();
        System.out.println("[planes] without NATS the Workspace is Ready "
                + hub.condition(Workspace.class, "acme", "Ready") + "; the Destination is Ready "
                + hub.condition(Destination.class, "hook", "Ready"));

        // When
        hub.nats.restart();
        long back = System.nanoTime();

        // Then
        awaitProbes(200);
        pods.keySet().forEach(pod -> hub.setReady(pod, true));
        Duration ready = Duration.ofNanos(System.nanoTime() - back);
        load.close();
        awaitDelivered();
        eventually().untilAsserted(() -> assertThat(hub.condition(Workspace.class, "acme", "Ready"))
                .startsWith("True/"));
        System.out.printf(
                "[planes] %d s without NATS: ready again after %d ms; %d acknowledged, all delivered, %d repeated; memory"
                        + " before: %s; without: %s; after: %s%n",
                OUTAGE.toSeconds(),
                ready.toMillis(),
                ledger.acknowledged().cardinality(),
                ledger.duplicates(),
                before,
                during,
                memory());
        assertThat(pods.values()).allMatch(PodProcess::alive);
    }

    @Test
    @Order(3)
    void aDeliveryPodThatEndsHandsOverAndNothingIsRepeated() throws Exception {
        // Given
        long repeated = ledger.duplicates();
        int from = ledger.acknowledged().cardinality();
        PodProcess holder = pods.get(holder());
        String url = pods.get(names(Plane.INGEST).getFirst()).url();
        LoadClient load = LoadClient.start(ledger, () -> url, PER_SECOND, CAPACITY, from);
        eventually().until(() -> ledger.delivered().cardinality() > from + PER_SECOND);

        // When
        long told = System.nanoTime();
        holder.terminate();
        int code = holder.awaitEnd();
        long ended = System.nanoTime();
        eventually().until(() -> arrivals.stream().anyMatch(each -> each > ended));
        load.close();
        awaitDelivered();

        // Then
        Duration pause = longestPause(told);
        System.out.printf(
                "[planes] delivery handed over: it ended after %d ms, the longest pause between two deliveries was %d"
                        + " ms, %d repeated%n",
                Duration.ofNanos(ended - told).toMillis(), pause.toMillis(), ledger.duplicates() - repeated);
        assertThat(code).isZero();
        assertThat(ledger.duplicates()).isEqualTo(repeated);
        assertThat(pause).isLessThan(LEASE);
        assertThat(Duration.ofNanos(ended - told)).isLessThan(GRACE);
    }

    @Test
    @Order(4)
    void anIngestPodThatEndsServesWhoeverDoesNotKnowYetAndStoresWhatItAnswered() throws Exception {
        // Given
        int from = ledger.acknowledged().cardinality();
        PodProcess ending = pods.get(names(Plane.INGEST).getFirst());
        PodProcess other = pods.get(names(Plane.INGEST).getLast());
        AtomicInteger routed = new AtomicInteger();
        LoadClient load =
                LoadClient.start(ledger, () -> (routed.get() == 0 ? ending : other).url(), PER_SECOND, CAPACITY, from);
        eventually().until(() -> ledger.acknowledged().cardinality() > from + PER_SECOND);

        // When
        long told = System.nanoTime();
        ending.terminate();
        eventually().until(() -> ending.probe("/readyz") == 503);
        int acknowledged = ledger.acknowledged().cardinality();

        // Then it is still sent to, as long as its end has not reached whoever routes
        eventually().until(() -> ledger.acknowledged().cardinality() > acknowledged + 2 * PER_SECOND);
        routed.set(1);
        int code = ending.awaitEnd();
        Duration took = Duration.ofNanos(System.nanoTime() - told);
        load.close();
        awaitDelivered();
        System.out.printf(
                "[planes] ingest drained: it ended after %d ms, %d requests had to be sent again%n",
                took.toMillis(), load.resent());
        assertThat(code).isZero();
        assertThat(load.resent()).isZero();
        assertThat(took).isLessThan(GRACE);
    }

    private void receive(JsonNode event) {
        ledger.deliver(event);
        arrivals.add(System.nanoTime());
    }

    /** Between two arrivals, from some moment on. */
    private Duration longestPause(long from) {
        long longest = 0;
        long last = from;
        for (long arrival :
                arrivals.stream().sorted().filter(each -> each > from).toList()) {
            longest = Math.max(longest, arrival - last);
            last = arrival;
        }
        return Duration.ofNanos(longest);
    }

    private void awaitProbes(int status) {
        for (PodProcess pod : pods.values()) {
            eventually().until(() -> pod.probe("/readyz") == status);
        }
    }

    private void awaitDelivered() {
        BitSet acknowledged = ledger.acknowledged();
        await().atMost(ClusterHub.PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            BitSet missing = (BitSet) acknowledged.clone();
            missing.andNot(ledger.delivered());
            assertThat(missing.cardinality()).as("acknowledged, not delivered").isZero();
        });
    }

    /** The delivery Pod that owns the log's only partition. */
    private String holder() throws Exception {
        try (Connection connection = BrokerConnection.open(BrokerSettings.of(hub.nats.url()), "test")) {
            byte[] lease = connection
                    .keyValue(new Subjects(new HubId(hub.namespace, "acme")).stateBucket())
                    .get(Subjects.leaseKey(0))
                    .getValue();
            String holder =
                    ContractJson.DOCUMENTS.readTree(lease).path("holder").asText();
            return holder.substring(0, holder.indexOf('/'));
        }
    }

    private List<String> names(Plane plane) {
        return hub.pods("acme", plane).stream()
                .map(Pod::getMetadata)
                .map(each -> each.getName())
                .toList();
    }

    /** Of the processes, in MB, by plane. */
    private String memory() throws IOException {
        List<String> planes = new ArrayList<>();
        for (Plane plane : Plane.values()) {
            List<Long> megabytes = new ArrayList<>();
            for (String name : names(plane)) {
                megabytes.add(pods.get(name).residentMegabytes());
            }
            planes.add(plane.wireName() + " " + megabytes + " MB");
        }
        return String.join(", ", planes);
    }

    private static ConditionFactory eventually() {
        return await().atMost(ClusterHub.PATIENCE).pollInterval(Duration.ofMillis(50));
    }
}
