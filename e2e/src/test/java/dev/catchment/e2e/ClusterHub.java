package dev.catchment.e2e;

import static org.awaitility.Awaitility.await;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.NatsProcess;
import dev.catchment.catalog.Catalog;
import dev.catchment.compile.EgressMaximum;
import dev.catchment.contract.Plane;
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
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A hub in Kubernetes, short of a kubelet: a namespace of its own in a real control plane that all tests share, a
 * nats-server, the operator with the rights of the Role that ships, and the Pods of the planes as processes. One at a
 * time: each operator takes the cluster's destination types for its own.
 */
final class ClusterHub implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Set<String> CLUSTER_WIDE =
            Set.of("CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding");
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable TestCluster cluster;

    final String namespace = "team-" + COUNT.incrementAndGet();
    final KubernetesClient admin;
    final NatsProcess nats;
    private final Path folder;
    private final List<PodProcess> processes = new ArrayList<>();
    private Optional<CatchmentOperator> operator = Optional.empty();

    private ClusterHub(Path folder, NatsProcess nats) throws IOException, InterruptedException {
        this.folder = folder;
        this.nats = nats;
        this.admin = CatchmentOperator.client(cluster().adminConfig());
    }

    static ClusterHub start(Path folder) throws IOException, InterruptedException {
        ClusterHub hub = withoutOperator(folder, TestNats.start(folder.resolve("nats")));
        hub.startOperator();
        return hub;
    }

    /** Its namespace is there; {@link #startOperator(BrokerSettings, Map)} is to follow. */
    static ClusterHub withoutOperator(Path folder, NatsProcess nats) throws IOException, InterruptedException {
        ClusterHub hub = new ClusterHub(folder, nats);
        hub.admin.resource(namespace(hub.namespace)).create();
        return hub;
    }

    private static synchronized TestCluster cluster() throws IOException, InterruptedException {
        if (cluster == null) {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "cluster-");
            TestCluster started = TestCluster.start(folder);
            try (KubernetesClient admin = CatchmentOperator.client(started.adminConfig())) {
                install(admin);
            }
            cluster = started;
        }
        return cluster;
    }

    private static void install(KubernetesClient admin) throws IOException {
        for (String plural : List.of("workspaces", "sources", "destinations", "filters", "destinationtypes")) {
            apply(
                    admin,
                    "",
                    Files.readString(Repository.ROOT.resolve("crds/api/crds/" + plural + ".catchment.dev.yaml")),
                    "installation");
        }
        await().atMost(PATIENCE).until(() -> served(admin) == 5);
        admin.resource(namespace("catchment-system")).create();
        String role = Files.readString(Repository.ROOT.resolve("operator/src/main/k8s/role.yaml"));
        apply(admin, "catchment-system", role, "installation");
        apply(admin, "", """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: catchment-operator}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: catchment-operator}
                subjects: [{kind: ServiceAccount, name: catchment-operator, namespace: catchment-system}]
                """, "installation");
    }

    private static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    void startOperator() throws IOException, InterruptedException {
        startOperator(BrokerSettings.of(nats.url()), Map.of());
    }

    /**
     * @param broker with the operator's credentials
     * @param planeCredentials names of the Secrets with the planes'
     */
    void startOperator(BrokerSettings broker, Map<Plane, String> planeCredentials)
            throws IOException, InterruptedException {
        CatchmentOperator started = new CatchmentOperator(
                cluster().impersonating("catchment-system", "catchment-operator"),
                settings(broker, planeCredentials),
                Catalog.types().stream().map(this::type).toList(),
                Metrics.NOOP,
                Clock.systemUTC());
        operator = Optional.of(started);
        started.start();
    }

    void stopOperator() {
        operator.ifPresent(CatchmentOperator::close);
        operator = Optional.empty();
    }

    private OperatorSettings settings(BrokerSettings broker, Map<Plane, String> planeCredentials) {
        return new OperatorSettings(
                broker,
                1,
                planeCredentials,
                256 << 20,
                256 << 20,
                16 << 20,
                "localhost/ingest:test",
                "localhost/delivery:test",
                Optional.empty(),
                List.of(),
                Set.of(namespace),
                Optional.empty(),
                Duration.ofMinutes(1),
                0,
                EgressMaximum.NONE,
                new CounterRules(Duration.ofSeconds(1), 20, Duration.ofMinutes(10)),
                Upkeep.STANDARD);
    }

    private DestinationType type(String name) {
        return admin.getKubernetesSerialization().unmarshal(Catalog.type(name), DestinationType.class);
    }

    private static long served(KubernetesClient admin) {
        return admin.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .filter(crd -> crd.getStatus() != null
                        && crd.getStatus().getConditions() != null
                        && crd.getStatus().getConditions().stream()
                                .anyMatch(c -> c.getType().equals("Established")
                                        && c.getStatus().equals("True")))
                .count();
    }

    /** Applies YAML documents into the hub's namespace. */
    void apply(String yaml) {
        apply(yaml, "team");
    }

    void apply(String yaml, String fieldManager) {
        apply(admin, namespace, yaml, fieldManager);
    }

    private static void apply(KubernetesClient admin, String namespace, String yaml, String fieldManager) {
        PatchContext patch = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(fieldManager)
                .withForce(true)
                .build();
        Arrays.stream(yaml.split("(?m)^---$"))
                .filter(document -> !document.isBlank())
                .forEach(document -> {
                    if (CLUSTER_WIDE.contains(admin.resource(document).item().getKind())) {
                        admin.resource(document).patch(patch);
                    } else {
                        admin.resource(document).inNamespace(namespace).patch(patch);
                    }
                });
    }

    /** Makes the Secret hold exactly this. */
    void secret(String name, Map<String, String> content) {
        admin.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withStringData(content)
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    Secret secret(String name) {
        return admin.secrets().inNamespace(namespace).withName(name).require();
    }

    <R extends HasMetadata> R get(Class<R> kind, String name) {
        return admin.resources(kind).inNamespace(namespace).withName(name).require();
    }

    void delete(Class<? extends HasMetadata> kind, String name) {
        admin.resources(kind).inNamespace(namespace).withName(name).delete();
    }

    /** {@code status/reason: message} of a condition, of the present generation; or what is missing. */
    String condition(Class<? extends HasMetadata> kind, String name, String type) {
        HasMetadata resource = get(kind, name);
        return conditions(resource).stream()
                .filter(c -> c.type().equals(type))
                .filter(c -> resource.getMetadata().getGeneration().equals(c.observedGeneration()))
                .map(c -> c.status() + "/" + c.reason() + ": " + c.message())
                .findFirst()
                .orElse("stale or absent");
    }

    private static List<StatusCondition> conditions(HasMetadata resource) {
        return switch (resource) {
            case Workspace w when w.getStatus() != null -> w.getStatus().conditions();
            case Source s when s.getStatus() != null -> s.getStatus().conditions();
            case Destination d when d.getStatus() != null -> d.getStatus().conditions();
            case Filter f when f.getStatus() != null -> f.getStatus().conditions();
            default -> List.of();
        };
    }

    /** Runs the Pods of both planes as processes and makes them Ready when they say so; by the Pods' names. */
    Map<String, PodProcess> runPods(String workspace) throws IOException {
        Map<String, PodProcess> launched = launchPods(workspace);
        awaitReady(workspace, launched);
        return launched;
    }

    /** Waits for the Pods of both planes and starts a process for each; ingest's come first. */
    Map<String, PodProcess> launchPods(String workspace) throws IOException {
        Map<String, PodProcess> launched = new LinkedHashMap<>();
        for (Plane plane : Plane.values()) {
            await().atMost(PATIENCE).until(() -> pods(workspace, plane).size() == 2);
            for (Pod pod : pods(workspace, plane)) {
                String name = pod.getMetadata().getName();
                Path own = Files.createDirectories(folder.resolve(name));
                PodProcess process = PodProcess.launch(admin, pod, main(plane), own);
                processes.add(process);
                launched.put(name, process);
            }
        }
        return launched;
    }

    /** Waits until the processes answer their readiness probes, and says so of their Pods. */
    void awaitReady(String workspace, Map<String, PodProcess> launched) {
        for (Plane plane : Plane.values()) {
            for (Pod pod : pods(workspace, plane)) {
                launched.get(pod.getMetadata().getName()).awaitReady();
                setReady(pod.getMetadata().getName(), true);
            }
        }
    }

    /** As a kubelet does when the readiness probe's answer is another one. */
    void setReady(String pod, boolean ready) {
        TestPods.setReady(
                admin, admin.pods().inNamespace(namespace).withName(pod).require(), ready);
    }

    List<Pod> pods(String workspace, Plane plane) {
        return admin.pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getName().startsWith(workspace + "-" + plane.wireName()))
                .toList();
    }

    private static Class<?> main(Plane plane) {
        return switch (plane) {
            case INGEST -> IngestMain.class;
            case DELIVERY -> DeliveryMain.class;
        };
    }

    @Override
    public void close() throws Exception {
        for (PodProcess process : processes) {
            process.close();
        }
        stopOperator();
        nats.close();
        admin.namespaces().withName(namespace).delete();
        admin.close();
    }
}
