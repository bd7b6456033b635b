package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.NatsProcess;
import dev.catchment.catalog.Catalog;
import dev.catchment.compile.EgressMaximum;
import dev.catchment.delivery.DeliveryMain;
import dev.catchment.ingest.IngestMain;
import dev.catchment.operator.CatchmentOperator;
import dev.catchment.operator.CounterRules;
import dev.catchment.operator.OperatorSettings;
import dev.catchment.operator.Upkeep;
import dev.catchment.testkit.TestCluster;
import dev.catchment.testkit.TestNats;
import dev.catchment.testkit.TestPods;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The quickstart on a real Kubernetes API: the operator, with the rights of the Role that ships, makes Deployments of
 * it; each of their Pods runs as a process with the Pod's own environment and Secrets; events flow.
 */
class ClusterFlowIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration TOGGLE_LIMIT = Duration.ofSeconds(2);
    private static final int TOGGLES = 5;
    /** How long an event is waited for before it counts as not sent; what is measured is coarser by as much. */
    private static final Duration ARRIVAL = Duration.ofMillis(150);

    private static final String NAMESPACE = "team";
    private static final String RECEIVER = "http://127.0.0.1:8090/events";

    @TempDir
    private Path folder;

    /** Whether each event has arrived, by its number. */
    private final Map<Long, CompletableFuture<Void>> arrivals = new ConcurrentHashMap<>();

    private final List<String> names = new ArrayList<>();
    private final List<AutoCloseable> started = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private KubernetesClient admin;
    private NatsProcess nats;
    private Webhook receiver;
    private long sent;

    @BeforeEach
    void startClusterAndOperator() throws Exception {
        receiver = closing(Webhook.start(this::receive));
        nats = closing(TestNats.start(folder.resolve("nats")));
        TestCluster cluster = closing(TestCluster.start(folder.resolve("cluster")));
        admin = closing(CatchmentOperator.client(cluster.adminConfig()));
        for (String plural : List.of("workspaces", "sources", "destinations", "filters", "destinationtypes")) {
            apply(Files.readString(Repository.ROOT.resolve("crds/api/crds/" + plural + ".catchment.dev.yaml")));
        }
        await().atMost(PATIENCE).until(() -> served(admin) == 5);
        for (String name : List.of("catchment-system", NAMESPACE)) {
            admin.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
        apply(Files.readString(Repository.ROOT.resolve("operator/src/main/k8s/role.yaml")));
        apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: catchment-operator}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: catchment-operator}
                subjects: [{kind: ServiceAccount, name: catchment-operator, namespace: catchment-system}]
                """);
        CatchmentOperator operator = closing(new CatchmentOperator(
                cluster.impersonating("catchment-system", "catchment-operator"),
                settings(),
                Catalog.types().stream().map(this::type).toList(),
                Metrics.NOOP,
                Clock.systemUTC()));
        operator.start();
    }

    @AfterEach
    void stopInReverse() throws Exception {
        for (AutoCloseable each : started.reversed()) {
            each.close();
        }
        http.close();
    }

    @Test
    void theQuickstartRunsAndAToggleTakesEffect() throws Exception {
        // Given
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve("examples/quickstart"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                apply(Files.readString(file).replace(RECEIVER, receiver.url()));
            }
        }
        PodProcess ingest = runPods("ingest", IngestMain.class).getFirst();
        runPods("delivery", DeliveryMain.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ready(destination())).isEqualTo("True"));

        // When
        assertThat(send(ingest, "Heartbeat")).isEqualTo(200);
        assertThat(send(ingest, "Order Completed")).isEqualTo(200);

        // Then
        await().atMost(PATIENCE).until(() -> !names.isEmpty());
        assertThat(names).containsExactly("Order Completed");

        List<Duration> off = new ArrayList<>();
        List<Duration> on = new ArrayList<>();
        for (int i = 0; i < TOGGLES; i++) {
            off.add(toggle(ingest, false));
            on.add(toggle(ingest, true));
        }
        System.out.printf("[test] enabled: false took effect after %s, true after %s%n", millis(off), millis(on));
        assertThat(Stream.concat(off.stream(), on.stream())).allMatch(d -> d.compareTo(TOGGLE_LIMIT) < 0);

        // Then the Source shows what it sent
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(admin.resources(Source.class)
                        .inNamespace(NAMESPACE)
                        .withName("backend")
                        .require()
                        .getStatus()
                        .received())
                .isEqualTo(sent));
    }

    /**
     * Sends an event every few milliseconds while the Destination is switched, and waits until that takes effect.
     *
     * @return from the switch to the first event of which it holds
     */
    private Duration toggle(PodProcess ingest, boolean enabled) throws Exception {
        long before = sent;
        long switched = System.nanoTime();
        apply("""
                apiVersion: catchment.dev/v1alpha1
                kind: Destination
                metadata: {name: receiver}
                spec: {enabled: %s}
                """.formatted(enabled), "toggle");
        List<Long> sendTimes = new ArrayList<>();
        int inARow = 0;
        long firstInARow = 0;
        while (inARow < 20) {
            sendTimes.add(System.nanoTime());
            assertThat(send(ingest, "Order Completed")).isEqualTo(200);
            long number = sent;
            boolean delivered = arrivedSoon(number);
            if (delivered == enabled) {
                firstInARow = inARow == 0 ? number : firstInARow;
                inARow++;
            } else {
                inARow = 0;
            }
            if (System.nanoTime() - switched > PATIENCE.toNanos()) {
                throw new AssertionError("enabled: " + enabled + " takes no effect");
            }
        }
        return Duration.ofNanos(sendTimes.get(Math.toIntExact(firstInARow - before - 1)) - switched);
    }

    /** An event that is not to arrive is given long enough to do so. */
    private boolean arrivedSoon(long number) throws Exception {
        try {
            arrival(number).get(ARRIVAL.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private CompletableFuture<Void> arrival(long number) {
        return arrivals.computeIfAbsent(number, n -> new CompletableFuture<>());
    }

    private void receive(JsonNode event) {
        arrival(event.path("properties").path("number").asLong()).complete(null);
        synchronized (names) {
            names.add(event.path("event").asText());
        }
    }

    private int send(PodProcess ingest, String event) throws IOException, InterruptedException {
        sent++;
        String body = """
                {"userId":"u","event":"%s","properties":{"number":%d}}""".formatted(event, sent);
        String key = Base64.getEncoder().encodeToString("quickstart-backend:".getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(ingest.url() + "/v1/track"))
                .header("Authorization", "Basic " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private List<PodProcess> runPods(String plane, Class<?> main) throws IOException {
        await().atMost(PATIENCE).until(() -> pods(plane).size() == 2);
        List<PodProcess> processes = new ArrayList<>();
        for (Pod pod : pods(plane)) {
            Path own = Files.createDirectories(folder.resolve(pod.getMetadata().getName()));
            processes.add(closing(PodProcess.start(admin, pod, main, own)));
            TestPods.setReady(admin, pod, true);
        }
        return processes;
    }

    private List<Pod> pods(String plane) {
        return admin.pods().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getName().startsWith("quickstart-" + plane))
                .toList();
    }

    private Destination destination() {
        return admin.resources(Destination.class)
                .inNamespace(NAMESPACE)
                .withName("receiver")
                .require();
    }

    private static String ready(Destination destination) {
        return Optional.ofNullable(destination.getStatus()).stream()
                .flatMap(status -> status.conditions().stream())
                .filter(condition -> condition.type().equals("Ready"))
                .map(condition -> condition.status())
                .findFirst()
                .orElse("absent");
    }

    private void apply(String yaml) {
        apply(yaml, "team");
    }

    private void apply(String yaml, String fieldManager) {
        PatchContext patch = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(fieldManager)
                .withForce(true)
                .build();
        Arrays.stream(yaml.split("(?m)^---$"))
                .filter(document -> !document.isBlank())
                .forEach(document -> {
                    HasMetadata resource = admin.resource(document).item();
                    boolean cluster = List.of("CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding")
                            .contains(resource.getKind());
                    if (cluster) {
                        admin.resource(document).patch(patch);
                    } else {
                        admin.resource(document).inNamespace(NAMESPACE).patch(patch);
                    }
                });
    }

    private static long served(KubernetesClient client) {
        return client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .filter(crd -> crd.getStatus() != null
                        && crd.getStatus().getConditions().stream()
                                .anyMatch(c -> c.getType().equals("Established")
                                        && c.getStatus().equals("True")))
                .count();
    }

    private DestinationType type(String name) {
        return admin.getKubernetesSerialization().unmarshal(Catalog.type(name), DestinationType.class);
    }

    private OperatorSettings settings() {
        return new OperatorSettings(
                BrokerSettings.of(nats.url()),
                1,
                Optional.empty(),
                256 << 20,
                256 << 20,
                16 << 20,
                "localhost/ingest:test",
                "localhost/delivery:test",
                Optional.empty(),
                Set.of(NAMESPACE),
                Optional.empty(),
                Duration.ofMinutes(1),
                0,
                EgressMaximum.NONE,
                new CounterRules(Duration.ofSeconds(1), 20, Duration.ofMinutes(10)),
                Upkeep.STANDARD);
    }

    private <T extends AutoCloseable> T closing(T resource) {
        started.add(resource);
        return resource;
    }

    private static String millis(List<Duration> durations) {
        return durations.stream().map(d -> d.toMillis() + " ms").toList().toString();
    }
}
