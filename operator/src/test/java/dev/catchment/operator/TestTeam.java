package dev.catchment.operator;

import static org.awaitility.Awaitility.await;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.NatsProcess;
import dev.catchment.broker.PlanPublisher;
import dev.catchment.compile.EgressMaximum;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.testkit.AuditedWrite;
import dev.catchment.testkit.TestCluster;
import dev.catchment.testkit.TestNats;
import dev.catchment.testkit.TestPods;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A namespace with a NATS and an operator of its own, in a control plane that all tests share. The namespace admits
 * restricted pods only, and the operator has the rights of the Role that ships and no others.
 */
final class TestTeam implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String USER = "system:serviceaccount:catchment-system:catchment-operator";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static TestCluster cluster;

    final String namespace;
    final KubernetesClient admin;
    final NatsProcess nats;
    private final OperatorSettings settings;
    private final Map<Plane, List<TestPlanes>> planes = new EnumMap<>(Plane.class);
    private CatchmentOperator operator;
    private Connection connection;

    TestTeam(Path folder) throws Exception {
        this(folder, Duration.ofMinutes(5));
    }

    TestTeam(Path folder, Duration deletionPatience) throws Exception {
        this(folder, deletionPatience, CounterRules.STANDARD);
    }

    TestTeam(Path folder, Duration deletionPatience, CounterRules counters) throws Exception {
        this(folder, deletionPatience, counters, "team-" + COUNT.incrementAndGet());
    }

    TestTeam(Path folder, Duration deletionPatience, CounterRules counters, String namespace) throws Exception {
        this(folder, deletionPatience, counters, Upkeep.STANDARD, 8 << 20, namespace, Set.of());
    }

    TestTeam(Path folder, Duration deletionPatience, CounterRules counters, Upkeep upkeep, long planMaxBytes)
            throws Exception {
        this(folder, deletionPatience, counters, upkeep, planMaxBytes, "team-" + COUNT.incrementAndGet(), Set.of());
    }

    /** With an operator that watches another team's namespace too. */
    TestTeam(Path folder, TestTeam other) throws Exception {
        this(
                folder,
                Duration.ofMinutes(5),
                CounterRules.STANDARD,
                Upkeep.STANDARD,
                8 << 20,
                "team-" + COUNT.incrementAndGet(),
                Set.of(other.namespace));
    }

    private TestTeam(
            Path folder,
            Duration deletionPatience,
            CounterRules counters,
            Upkeep upkeep,
            long planMaxBytes,
            String namespace,
            Set<String> alsoWatched)
            throws Exception {
        this.namespace = namespace;
        admin = CatchmentOperator.client(cluster().adminConfig());
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        // tests apply what is wrong to see what the operator says of it
                        .addToLabels("catchment.dev/admission", "off")
                        .endMetadata()
                        .build())
                .create();
        nats = TestNats.start(folder.resolve("nats"));
        settings = new OperatorSettings(
                BrokerSettings.of(nats.url()),
                1,
                Map.of(),
                64 << 20,
                64 << 20,
                planMaxBytes,
                "localhost/ingest:test",
                "localhost/delivery:test",
                Optional.of("IfNotPresent"),
                List.of(),
                Stream.concat(Stream.of(namespace), alsoWatched.stream()).collect(Collectors.toSet()),
                Optional.empty(),
                deletionPatience,
                0,
                EgressMaximum.NONE,
                counters,
                upkeep);
        startOperator();
    }

    static synchronized TestCluster cluster() {
        if (cluster == null) {
            try {
                cluster = startCluster();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return cluster;
    }

    private static TestCluster startCluster() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "cluster-");
        TestCluster made = TestCluster.start(folder);
        try (KubernetesClient admin = CatchmentOperator.client(made.adminConfig());
                InputStream role = Files.newInputStream(Path.of("src/main/k8s/role.yaml"));
                InputStream policy = Files.newInputStream(Path.of("src/main/k8s/admission-policy.yaml"))) {
            for (String plural : List.of("workspaces", "sources", "destinations", "filters", "destinationtypes")) {
                admin.load(resource("/META-INF/fabric8/" + plural + ".catchment.dev-v1.yml"))
                        .serverSideApply();
            }
            await().atMost(PATIENCE).ignoreExceptions().until(() -> crdsAreServed(admin));
            admin.load(resource("/role-binding.yaml")).serverSideApply();
            admin.load(role).inNamespace("catchment-system").serverSideApply();
            admin.load(policy).serverSideApply();
        }
        return made;
    }

    private static boolean crdsAreServed(KubernetesClient admin) {
        return admin.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                        .filter(crd -> crd.getStatus() != null
                                && crd.getStatus().getConditions() != null
                                && crd.getStatus().getConditions().stream()
                                        .anyMatch(
                                                c -> "Established".equals(c.getType()) && "True".equals(c.getStatus())))
                        .count()
                == 5;
    }

    private static InputStream resource(String name) {
        return TestTeam.class.getResourceAsStream(name);
    }

    /** @param more types that ship with it beside the catalogue */
    void startOperator(DestinationType... more) {
        List<DestinationType> catalogue = new ArrayList<>(ShippedTypes.read());
        catalogue.addAll(List.of(more));
        operator = new CatchmentOperator(
                cluster().impersonating("catchment-system", "catchment-operator"),
                settings,
                catalogue,
                Metrics.NOOP,
                Clock.systemUTC());
        operator.start();
    }

    void stopOperator() {
        operator.close();
    }

    HubId hub(String workspace) {
        return new HubId(namespace, workspace);
    }

    Subjects names(String workspace) {
        return new Subjects(hub(workspace));
    }

    /** Makes the operator look at a Workspace, without a change of what it asks for. */
    void touch(String workspace) {
        admin.resources(Workspace.class)
                .inNamespace(namespace)
                .withName(workspace)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"touched\":\"n" + System.nanoTime() + "\"}}}");
    }

    /** Applies YAML documents into the team's namespace, as a user would. */
    void apply(String... yaml) {
        for (String document : String.join("\n---\n", yaml).split("(?m)^---$", -1)) {
            if (!document.isBlank()) {
                admin.resource(document)
                        .inNamespace(namespace)
                        .patch(new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager("user")
                                .withForce(true)
                                .build());
            }
        }
    }

    Workspace workspace(String name) {
        return admin.resources(Workspace.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    Source source(String name) {
        return admin.resources(Source.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    Destination destination(String name) {
        return admin.resources(Destination.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    Filter filter(String name) {
        return admin.resources(Filter.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    /** {@code type=status/reason} of a condition, of the present generation; or what is missing. */
    static String condition(HasMetadata resource, String type) {
        List<StatusCondition> conditions = conditions(resource);
        if (conditions.isEmpty()) {
            return "no status";
        }
        return conditions.stream()
                .filter(c -> c.type().equals(type))
                .filter(c ->
                        c.observedGeneration().equals(resource.getMetadata().getGeneration()))
                .map(c -> c.status() + "/" + c.reason())
                .findFirst()
                .orElse("stale or absent");
    }

    List<Pod> pods(String workspace, Plane plane) {
        return admin.pods()
                .inNamespace(namespace)
                .withLabels(Labels.selector(new HubId(namespace, workspace), plane))
                .list()
                .getItems();
    }

    /** By name: a number that changes means that the pods are made anew, or another number of them. */
    Map<String, Long> deploymentGenerations() {
        Map<String, Long> generations = new TreeMap<>();
        admin.apps()
                .deployments()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(d -> generations.put(
                        d.getMetadata().getName(), d.getMetadata().getGeneration()));
        return generations;
    }

    /** Waits for the Pods of both planes, runs an instance for each and makes them Ready. */
    void runPlanes(String workspace) {
        runPlanes(workspace, 2);
    }

    void runPlanes(String workspace, int each) {
        for (Plane plane : Plane.values()) {
            await().atMost(PATIENCE).until(() -> pods(workspace, plane).size() == each);
            for (Pod pod : pods(workspace, plane)) {
                runPlane(workspace, plane, pod);
            }
        }
    }

    TestPlanes runPlane(String workspace, Plane plane, Pod pod, String... refused) {
        try {
            await().atMost(PATIENCE).until(() -> !plan(workspace).isEmpty());
            TestPlanes instance = new TestPlanes(
                    nats.url(), names(workspace), plane, pod.getMetadata().getName(), refused);
            planes.computeIfAbsent(plane, p -> new ArrayList<>()).add(instance);
            TestPods.setReady(admin, pod, true);
            return instance;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    List<TestPlanes> planes(Plane plane) {
        return planes.get(plane);
    }

    static List<StatusCondition> conditions(HasMetadata resource) {
        return switch (resource) {
            case null -> List.of();
            case Workspace w when w.getStatus() != null -> w.getStatus().conditions();
            case Source s when s.getStatus() != null -> s.getStatus().conditions();
            case Destination d when d.getStatus() != null -> d.getStatus().conditions();
            case Filter f when f.getStatus() != null -> f.getStatus().conditions();
            case DestinationType t when t.getStatus() != null -> t.getStatus().conditions();
            default -> List.of();
        };
    }

    static String message(HasMetadata resource, String type) {
        return conditions(resource).stream()
                .filter(c -> c.type().equals(type))
                .map(StatusCondition::message)
                .findFirst()
                .orElse("");
    }

    /** {@code type reason} of the events about an object. */
    List<String> events(String kind, String name) {
        return admin.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(e -> e.getInvolvedObject().getKind().equals(kind)
                        && e.getInvolvedObject().getName().equals(name))
                .map(e -> e.getType() + " " + e.getReason())
                .toList();
    }

    List<String> eventMessages(String kind, String name) {
        return admin.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(e -> e.getInvolvedObject().getKind().equals(kind)
                        && e.getInvolvedObject().getName().equals(name))
                .map(Event::getMessage)
                .toList();
    }

    /** The documents in NATS, read by a connection of its own; empty while there is no plan. */
    Map<String, PlanDocument> plan(String workspace) {
        if (!streams()
                .containsAll(List.of(
                        "KV_" + names(workspace).planBucket(Plane.INGEST),
                        "KV_" + names(workspace).planBucket(Plane.DELIVERY),
                        "KV_" + names(workspace).appliedBucket()))) {
            return Map.of();
        }
        try {
            return new PlanPublisher(connection(), names(workspace)).read();
        } catch (IOException | JetStreamApiException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last revision of a plane's plan: it grows with every document that is written or removed. */
    long revision(String workspace, Plane plane) {
        try {
            return connection()
                    .jetStreamManagement()
                    .getStreamInfo("KV_" + names(workspace).planBucket(plane))
                    .getStreamState()
                    .getLastSequence();
        } catch (IOException | JetStreamApiException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where ingest writes what it has counted. */
    KeyValue counts(String workspace) {
        try {
            return connection().keyValue(names(workspace).countsBucket());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names of all streams in NATS, those behind buckets among them. */
    List<String> streams() {
        try {
            return connection().jetStreamManagement().getStreamNames();
        } catch (IOException | JetStreamApiException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void removeStream(String name) {
        try {
            connection().jetStreamManagement().deleteStream(name);
        } catch (IOException | JetStreamApiException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** This test's own connection. After a restart of NATS it may return later than the operator's: wait for it. */
    private Connection connection() throws IOException, InterruptedException {
        Connection open = connection;
        if (open == null) {
            open = BrokerConnection.open(BrokerSettings.of(nats.url()), "test");
            connection = open;
        }
        await().until(open::getStatus, Connection.Status.CONNECTED::equals);
        return open;
    }

    /** What the operator wrote into this namespace so far. */
    List<AuditedWrite> operatorWrites() {
        try {
            return cluster().writes().stream()
                    .filter(w -> w.user().equals(USER) && w.namespace().equals(namespace))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        operator.close();
        try {
            ConditionCheck.everythingIn(admin, namespace);
        } finally {
            end();
        }
    }

    private void end() {
        planes.values().forEach(list -> list.forEach(TestPlanes::close));
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        nats.close();
        admin.namespaces().withName(namespace).delete();
        admin.close();
    }
}
