package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.v1alpha1.DeliveryCounters;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.PlaneEnvironment;
import io.fabric8.kubernetes.api.model.Pod;
import io.nats.client.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of an installation on a real cluster, from {@code helm install} to {@code helm uninstall}: the steps of one
 * story, in its order. It begins with the oldest chart that the history knows and goes on with the working tree's.
 *
 * <p>Over 400 lines, because the steps share one installation, its load and its accounts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterLifeE2E {
    private static final String NAMESPACE = "catchment-system";
    private static final String RELEASE = "catchment";
    private static final int PER_SECOND = 500;
    private static final int CAPACITY = PER_SECOND * 600;

    @TempDir
    private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Ledger ledger;
    private RealCluster cluster;
    private Installation team;
    private PodReceiver receiver;

    @BeforeAll
    void open() throws Exception {
        cluster = RealCluster.open();
        team = new Installation(cluster, NAMESPACE, RELEASE);
        receiver = new PodReceiver(cluster, NAMESPACE, http);
    }

    @AfterAll
    void close() throws Exception {
        team.close();
        cluster.close();
        http.close();
    }

    @Test
    @Order(1)
    void theChartInstallsAndTheExamplesBecomeReady() throws Exception {
        // Given
        FormerChart former = FormerChart.in(folder);
        say("installs the chart of %s", former.from());

        // When
        long start = System.nanoTime();
        team.helm(former.path()).lines();
        team.awaitRollout("statefulset/" + RELEASE + "-nats");
        team.awaitRollout("deployment/" + RELEASE + "-operator");
        say("operator and NATS ready after %.1f s", seconds(start));
        team.applyExamples();

        // Then
        team.awaitCondition(
                "Ready", "workspace/shop", "source/backend", "destination/receiver", "filter/no-heartbeats");
        team.awaitRollout("deployment/receiver");
        say("the examples are Ready %.1f s after helm install", seconds(start));
    }

    @Test
    @Order(2)
    void whatAnSdkSendsReachesTheWebhookAndTheArchive() throws Exception {
        // Given
        List<ObjectNode> calls = SdkCalls.withMessageIds("sdk", SdkCalls.Values.JAVASCRIPT, 40, 20);
        Set<String> ids = new HashSet<>();
        calls.forEach(call -> ids.add(call.get("messageId").asText()));

        // When
        SdkSender.node("analytics-node-3", "http://" + ingest(), writeKey(), calls, 20);

        // Then
        await().atMost(Installation.PATIENCE)
                .untilAsserted(() -> assertThat(receiver.received()).containsKeys(ids.toArray(String[]::new)));
        await().atMost(Installation.PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    Set<String> archived = new HashSet<>();
                    archive(event -> archived.add(event.get("messageId").asText()));
                    assertThat(archived).containsAll(ids);
                });
        assertThat(team.kubectl("logs", "deployment/receiver")).anyMatch(line -> line.contains("sdk"));
    }

    @Test
    @Order(3)
    void aSwitchAFilterAndAnotherWriteKeyTakeEffect() throws Exception {
        // When
        change("destination/receiver", "{\"spec\":{\"enabled\":false}}");
        send(writeKey(), "while-off", "Ordered");
        change("destination/receiver", "{\"spec\":{\"enabled\":true}}");
        send(writeKey(), "on-again", "Ordered");

        // When
        team.apply("""
                apiVersion: catchment.dev/v1alpha1
                kind: Filter
                metadata: {name: no-tests}
                spec:
                  workspaceRef: {name: shop}
                  sourceSelector: {}
                  destinationRefs: [{name: receiver}]
                  when: {fql: 'event = "Test"'}
                  drop: {}
                """);
        team.awaitCondition("Ready", "filter/no-tests");
        send(writeKey(), "filtered", "Test");

        // When
        String former = writeKey();
        team.kubectl("create", "secret", "generic", "another-key", "--from-literal=writeKey=another");
        change(
                "source/backend",
                "{\"spec\":{\"writeKeys\":[{\"secretKeyRef\":{\"name\":\"another-key\",\"key\":\"writeKey\"}},"
                        + "{\"secretKeyRef\":{\"name\":\"backend-write-key\",\"key\":\"writeKey\"}}]}}");
        send("another", "new-key", "Ordered");
        send(former, "old-key", "Ordered");
        change(
                "source/backend",
                "{\"spec\":{\"writeKeys\":[{\"secretKeyRef\":{\"name\":\"another-key\",\"key\":\"writeKey\"}}]}}");

        // Then
        await().atMost(Installation.PATIENCE).untilAsserted(() -> assertThat(post(former, "revoked", "Ordered"))
                .isEqualTo(401));
        send("another", "last", "Ordered");
        await().atMost(Installation.PATIENCE).untilAsserted(() -> assertThat(receiver.received())
                .containsKeys("on-again", "new-key", "old-key", "last")
                .doesNotContainKeys("while-off", "filtered", "revoked"));
    }

    @Test
    @Order(4)
    void nothingAcknowledgedIsLostWhileTheClusterChanges() throws Exception {
        // Given
        team.kubectl("create", "secret", "generic", "load", "--from-literal=writeKey=" + HubFolder.WRITE_KEY);
        team.apply("""
                apiVersion: catchment.dev/v1alpha1
                kind: Source
                metadata: {name: load}
                spec:
                  workspaceRef: {name: shop}
                  type: server
                  writeKeys: [{secretKeyRef: {name: load, key: writeKey}}]
                """);
        team.awaitCondition("Ready", "source/load");

        // When
        ledger = new Ledger(CAPACITY);
        LoadClient load = LoadClient.start(ledger, this::ingestUrl, PER_SECOND, CAPACITY, 0);
        try (load) {
            step("ingest 1 → 3 → 1", () -> scale("ingest", 1, 3, 1));
            step("delivery 1 → 3 → 1", () -> scale("delivery", 1, 3, 1));
            for (String workload : List.of("shop-ingest", "shop-delivery", RELEASE + "-nats", RELEASE + "-operator")) {
                for (Pod pod : team.pods(workload)) {
                    step("kill -9 " + pod.getMetadata().getName(), () -> team.killAndAwait(pod));
                }
            }
            step("helm upgrade to this working tree's chart", () -> upgrade("image.tag=dev"));
            step("other images", () -> {
                for (String image : List.of("operator", "ingest", "delivery")) {
                    cluster.tag("localhost/catchment/" + image + ":dev", "localhost/catchment/" + image + ":next");
                }
                upgrade("image.tag=next");
            });
        }
        double rate = load.made() * 1000.0 / ledger.millis();

        // Then
        account(load, rate);
    }

    private void account(LoadClient load, double rate) throws Exception {
        BitSet acknowledged = ledger.acknowledged();
        assertThat(acknowledged.cardinality()).isEqualTo(load.made());
        BitSet wanted = new BitSet();
        acknowledged.stream().filter(i -> !Ledger.isFiltered(i)).forEach(wanted::set);
        await().atMost(Installation.PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    receiver.received().forEach(ledger::delivered);
                    assertThat(missing(wanted, ledger.delivered()))
                            .as("acknowledged, not delivered")
                            .isZero();
                });
        await().atMost(Installation.PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    BitSet archived = new BitSet();
                    archive(event -> {
                        if (event.get("messageId").asText().startsWith("crash-")) {
                            archived.set(Ledger.number(event));
                        }
                    });
                    assertThat(missing(acknowledged, archived))
                            .as("acknowledged, not archived")
                            .isZero();
                });
        await().atMost(Installation.PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(counters().delivered())
                        .as("the Destination's counter of deliveries, repeats not among them")
                        .isEqualTo(receiver.received().size()));
        assertThat(ledger.delivered())
                .as("the filter's events are not delivered")
                .isEqualTo(wanted);
        System.out.printf(
                "[e2e] %d events in %d s (%.0f/s): %d acknowledged, %d requests sent again; %d wanted by the filter, all"
                        + " delivered and counted; %d of them delivered more than once; all %d archived%n",
                load.made(),
                ledger.millis() / 1000,
                rate,
                acknowledged.cardinality(),
                load.resent(),
                wanted.cardinality(),
                ledger.duplicates(),
                acknowledged.cardinality());
    }

    @Test
    @Order(5)
    void podsThatCannotRunAreExplained() throws Exception {
        // When
        team.patch("workspace/shop", "{\"spec\":{\"delivery\":{\"image\":\"localhost/catchment/delivery:missing\"}}}");

        // Then
        awaitPlanes("ImagePullFailed", "localhost/catchment/delivery:missing");

        // When
        team.patch(
                "workspace/shop",
                "{\"spec\":{\"delivery\":{\"image\":null,\"resources\":{\"requests\":{\"memory\":\"900Gi\"}}}}}");

        // Then
        awaitPlanes("Unschedulable", "memory");

        // When
        team.patch("workspace/shop", "{\"spec\":{\"delivery\":{\"resources\":null}}}");

        // Then
        team.awaitCondition("Ready", "workspace/shop");
    }

    @Test
    @Order(6)
    void aDeletedWorkspaceAndAnUninstallLeaveNothingBehind() throws Exception {
        // When
        team.patch("workspace/shop", "{\"spec\":{\"deletionPolicy\":\"Delete\"}}");
        team.awaitCondition("Ready", "workspace/shop");
        team.kubectl(
                "delete",
                "--filename",
                Repository.ROOT.resolve("examples/cluster").toString(),
                "--timeout=180s");

        // Then
        await().atMost(Installation.PATIENCE).untilAsserted(() -> {
            assertThat(team.pods("shop-")).isEmpty();
            assertThat(team.kubectl(
                            "get",
                            "deployments,services,serviceaccounts,networkpolicies,poddisruptionbudgets",
                            "--output=name"))
                    .noneMatch(name -> name.contains("/shop-"));
        });
        assertThat(streams()).isEmpty();

        // When
        List<String> notes = team.uninstall().lines();

        // Then
        System.out.println("[e2e] helm uninstall: " + String.join(" ", notes));
        assertThat(team.kubectl("get", "deployments,statefulsets,services", "--output=name"))
                .noneMatch(name -> name.contains("/" + RELEASE));
        team.removeWhatStays();
        assertThat(team.kubectl(
                        "get", "crd,pvc,clusterrole,clusterrolebinding,validatingadmissionpolicy", "--output=name"))
                .noneMatch(name -> name.contains("catchment"));
    }

    private interface Work {
        void run() throws Exception;
    }

    private void step(String what, Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        say("%s: %.1f s", what, seconds(start));
    }

    private void scale(String plane, int... replicas) throws Exception {
        for (int count : replicas) {
            team.patch("workspace/shop", "{\"spec\":{\"" + plane + "\":{\"replicas\":" + count + "}}}");
            await().atMost(Installation.PATIENCE)
                    .until(() -> team.pods("shop-" + plane + "-").size() == count);
            team.awaitRollout("deployment/shop-" + plane);
            team.awaitCondition("Ready", "workspace/shop");
        }
    }

    private void upgrade(String... settings) throws Exception {
        team.helm(Installation.CHART, settings).lines();
        team.awaitRollout("statefulset/" + RELEASE + "-nats");
        team.awaitRollout("deployment/" + RELEASE + "-operator");
        String tag = settings[0].substring("image.tag=".length());
        for (String plane : List.of("ingest", "delivery")) {
            await().atMost(Installation.PATIENCE).until(() -> imageOf(plane).endsWith(":" + tag));
            team.awaitRollout("deployment/shop-" + plane);
        }
        team.awaitCondition("Ready", "workspace/shop");
    }

    /** The image that a plane's Deployment asks for. */
    private String imageOf(String plane) {
        return team.client
                .apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName("shop-" + plane)
                .require()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    /** Waits until the change is in force. */
    private void change(String resource, String mergePatch) throws Exception {
        team.patch(resource, mergePatch);
        await().atMost(Installation.PATIENCE).until(() -> {
            List<String> seen = team.kubectl(
                    "get",
                    resource,
                    "--output=jsonpath={.metadata.generation} {.status.conditions[?(@.type==\"Programmed\")].observedGeneration}"
                            + " {.status.conditions[?(@.type==\"Programmed\")].status}");
            return String.join("", seen).matches("(\\d+) \\1 True");
        });
    }

    private void awaitPlanes(String reason, String text) {
        await().atMost(Installation.PATIENCE).untilAsserted(() -> assertThat(team.client
                        .resources(Workspace.class)
                        .inNamespace(NAMESPACE)
                        .withName("shop")
                        .require()
                        .getStatus()
                        .conditions())
                .anySatisfy(condition -> {
                    assertThat(condition.type()).isEqualTo("PlanesReady");
                    assertThat(condition.reason()).isEqualTo(reason);
                    assertThat(condition.message()).contains(text);
                }));
    }

    private DeliveryCounters counters() {
        return team.client
                .resources(Destination.class)
                .inNamespace(NAMESPACE)
                .withName("receiver")
                .require()
                .getStatus()
                .counters();
    }

    private String writeKey() {
        return team.secret("backend-write-key", "writeKey");
    }

    private String ingest() throws IOException {
        return cluster.reach(NAMESPACE, "shop-ingest", 80);
    }

    private String ingestUrl() {
        try {
            return "http://" + ingest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends until it is acknowledged. */
    private void send(String writeKey, String messageId, String event) {
        await().atMost(Installation.PATIENCE).until(() -> post(writeKey, messageId, event) == 200);
    }

    private int post(String writeKey, String messageId, String event) throws IOException, InterruptedException {
        String body = "{\"userId\":\"u-1\",\"messageId\":\"%s\",\"event\":\"%s\"}".formatted(messageId, event);
        String basic = Base64.getEncoder().encodeToString((writeKey + ":").getBytes(StandardCharsets.UTF_8));
        return http.send(
                        HttpRequest.newBuilder(URI.create(ingestUrl() + "/v1/track"))
                                .header("Authorization", "Basic " + basic)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void archive(Consumer<JsonNode> event) throws IOException, InterruptedException {
        stored(line -> event.accept(parsed(line)), "archive", "cat").lines();
    }

    /** What is left of hubs in NATS. */
    private List<String> streams() throws Exception {
        try (Connection nats = BrokerConnection.open(
                BrokerSettings.fromEnvironment(Map.of(
                        PlaneEnvironment.NATS_SERVERS, natsUrl(),
                        PlaneEnvironment.NATS_CREDENTIALS_DIR, credentials().toString())),
                "e2e")) {
            return nats.jetStreamManagement().getStreamNames();
        }
    }

    /** A command of the hub's operators, on the installation's NATS and with the operator's credentials. */
    private Command stored(Consumer<String> line, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(
                "--nats",
                natsUrl(),
                "--nats-credentials",
                credentials().toString(),
                "--namespace",
                NAMESPACE,
                "--workspace",
                "shop"));
        return Command.catchment(line, all.toArray(String[]::new));
    }

    private String natsUrl() throws IOException {
        return "nats://" + cluster.reach(NAMESPACE, RELEASE + "-nats", 4222);
    }

    /** The operator's, as files. */
    private Path credentials() throws IOException {
        Path credentials = Files.createDirectories(folder.resolve("nats-credentials"));
        for (String key : List.of("username", "password")) {
            Files.writeString(credentials.resolve(key), team.secret(RELEASE + "-nats-operator", key));
        }
        return credentials;
    }

    private static JsonNode parsed(String line) {
        try {
            return ContractJson.EVENTS.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int missing(BitSet wanted, BitSet there) {
        BitSet gone = (BitSet) wanted.clone();
        gone.andNot(there);
        return gone.cardinality();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void say(String text, Object... values) {
        System.out.printf("[e2e] " + text + "%n", values);
    }
}
