package dev.catchment.e2e;

import static dev.catchment.e2e.Manifests.source;
import static dev.catchment.e2e.Refused.IMPATIENT;
import static dev.catchment.e2e.Refused.IMPATIENT_BUCKET;
import static dev.catchment.e2e.Refused.denied;
import static dev.catchment.e2e.Refused.refused;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.NatsProcess;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.testkit.TestNats;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.PurgeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real planes on a nats-server that has the users of the chart, with the permissions that stand in its template and
 * nowhere else: what they need, they may, and what the template keeps from them is refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartNatsIT {
    private static final String KEY = "the-key-of-web";
    private static final Pattern METRIC = Pattern.compile("\\b(?:catchment|operator_sdk)_[a-z0-9_]+");
    private static final Pattern SERIES = Pattern.compile("(?m)^([a-z0-9_]+)[ {]");

    @TempDir
    private static Path folder;

    private ClusterHub hub;
    private Subjects names;
    private SignedTool tool;
    /** What it is sent becomes dead letters. */
    private HttpServer refusing;

    private App app;
    private Map<String, PodProcess> pods;

    @BeforeAll
    void start() throws Exception {
        tool = new SignedTool(Set.of());
        // Any namespace will do for the server: the hub's own is known only when it is there.
        NatsProcess nats = TestNats.start(folder.resolve("nats"), accounts("none"));
        hub = ClusterHub.withoutOperator(folder, nats);
        nats.restart(accounts(hub.namespace));
        names = new Subjects(new HubId(hub.namespace, "acme"));
        for (String user : List.of("ingest", "delivery")) {
            hub.secret("nats-" + user, Map.of("username", user, "password", ChartNats.password(user)));
        }
        hub.startOperator(as("operator"), Map.of(Plane.INGEST, "nats-ingest", Plane.DELIVERY, "nats-delivery"));
        hub.secret("web-key", Map.of("writeKey", KEY));
        hub.apply(Manifests.WORKSPACE.replace("spec: {egress:", "spec: {archive: {rollEvery: 1s}, egress:"));
        hub.apply(source("web", Manifests.WEB_KEY));
        hub.apply(Manifests.destination("crm", tool.url("crm"), ""));
        refusing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        refusing.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
        });
        refusing.start();
        hub.apply(Manifests.destination(
                "strict", "http://127.0.0.1:" + refusing.getAddress().getPort() + "/", ""));
        pods = hub.runPods("acme");
        await().atMost(ClusterHub.PATIENCE).untilAsserted(() -> {
            assertThat(hub.condition(Workspace.class, "acme", "Ready")).startsWith("True/");
            assertThat(hub.condition(Destination.class, "crm", "Ready")).startsWith("True/");
            assertThat(hub.condition(Destination.class, "strict", "Ready")).startsWith("True/");
        });
        app = new App(pods.values().iterator().next().url());
    }

    @AfterAll
    void end() throws Exception {
        app.close();
        hub.close();
        tool.close();
        refusing.stop(0);
    }

    private static String accounts(String namespace) throws IOException, InterruptedException {
        return ChartNats.accounts("nats.auth.workspaces[0].name=acme,nats.auth.workspaces[0].namespace=" + namespace);
    }

    private BrokerSettings as(String user) throws IOException {
        return ChartNats.login(hub.nats.url(), user, folder);
    }

    @Test
    void eventsAreDeliveredAndArchivedAndNobodyAskedForMoreThanHeMay() throws Exception {
        // When
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(app.send(KEY, "Order"));
        }

        // Then
        await().atMost(ClusterHub.PATIENCE)
                .untilAsserted(() -> assertThat(tool.taken("crm").stream().map(SignedTool.Call::number))
                        .containsExactlyInAnyOrderElementsOf(sent));
        try (Connection operator = BrokerConnection.open(as("operator"), "test")) {
            KeyValue index = operator.keyValue(names.archiveIndexBucket());
            await().atMost(ClusterHub.PATIENCE).until(() -> !index.keys().isEmpty());
            await().atMost(ClusterHub.PATIENCE)
                    .until(() -> operator.jetStreamManagement()
                                    .getStreamInfo(names.deadLetterStream())
                                    .getStreamState()
                                    .getMsgCount()
                            == sent.size());
        }
        assertThat(pods.values()).allMatch(pod -> !pod.log().contains("ermissions Violation"));
        assertThat(Files.readAllLines(folder.resolve("nats/nats.log")))
                .filteredOn(line -> !line.contains(" test\""))
                .noneMatch(line -> line.contains("Violation"));
    }

    @Test
    void ingestReadsItsPlanOnlyAndMakesNothing() throws Exception {
        try (Connection ingest = BrokerConnection.open(as("ingest"), "ingest test")) {
            // Then what it needs works
            assertThat(ingest.jetStreamManagement()
                            .getStreamInfo(names.logStream(0))
                            .getStreamState()
                            .getMsgCount())
                    .isGreaterThanOrEqualTo(0);

            // Then
            JetStreamManagement management = ingest.jetStreamManagement(IMPATIENT);
            for (String bucket : List.of(names.planBucket(Plane.DELIVERY), names.stateBucket())) {
                refused(ingest, () -> management.getStreamInfo(Subjects.streamOf(bucket)));
                refused(ingest, () -> ingest.keyValue(bucket, IMPATIENT_BUCKET).get("destination.crm"));
                refused(
                        ingest,
                        () -> management.createConsumer(
                                Subjects.streamOf(bucket),
                                ConsumerConfiguration.builder().durable("spy").build()));
                refused(ingest, () -> ingest.keyValue(bucket, IMPATIENT_BUCKET).put("x", "y"));
            }
            refused(ingest, () -> ingest.keyValue(names.planBucket(Plane.INGEST), IMPATIENT_BUCKET)
                    .put("source.web", "{}"));
            refused(ingest, () -> management.getMessage(names.logStream(0), 1));
            refused(ingest, () -> management.purgeStream(names.logStream(0)));
            refused(ingest, () -> management.deleteStream(names.logStream(0)));
            refused(
                    ingest,
                    () -> management.addStream(StreamConfiguration.builder()
                            .name("own")
                            .subjects("own")
                            .build()));
            ingest.createDispatcher(_ -> {}).subscribe("_INBOX.delivery.>");
            ingest.flush(ClusterHub.PATIENCE);
            denied(ingest, "Subscription to \"_INBOX.delivery.>\"");
        }
    }

    @Test
    void deliveryPurgesTheLogAndNeverWritesItNorThePlan() throws Exception {
        try (Connection delivery = BrokerConnection.open(as("delivery"), "delivery test")) {
            JetStreamManagement management = delivery.jetStreamManagement(IMPATIENT);

            // Then
            assertThat(delivery.jetStreamManagement()
                            .purgeStream(
                                    names.logStream(0),
                                    PurgeOptions.builder().sequence(1).build())
                            .isSuccess())
                    .isTrue();
            refused(delivery, () -> delivery.jetStream(IMPATIENT)
                    .publish(names.logSubject(0), "x".getBytes(StandardCharsets.UTF_8)));
            refused(delivery, () -> delivery.keyValue(names.planBucket(Plane.DELIVERY), IMPATIENT_BUCKET)
                    .put("destination.crm", "{}"));
            for (String stream : List.of(
                    names.deadLetterStream(),
                    Subjects.streamOf(names.planBucket(Plane.DELIVERY)),
                    Subjects.streamOf(names.stateBucket()),
                    Subjects.streamOf(names.appliedBucket()))) {
                refused(delivery, () -> management.purgeStream(stream));
            }
            refused(delivery, () -> management.deleteStream(names.retryStream()));
            refused(
                    delivery,
                    () -> management.addStream(StreamConfiguration.builder()
                            .name("own")
                            .subjects("own")
                            .build()));
            refused(delivery, () -> management.getStreamInfo(Subjects.streamOf(names.planBucket(Plane.INGEST))));
        }
    }

    @Test
    void everyMetricOfAnAlertOrThePanelsExists() throws Exception {
        // Given what the programs show, and what is written of the operator's
        Set<String> shown = new TreeSet<>();
        for (PodProcess pod : pods.values()) {
            SERIES.matcher(pod.metrics()).results().map(match -> match.group(1)).forEach(shown::add);
        }
        Set<String> shownByIngest = shown.stream()
                .filter(name -> name.startsWith("catchment_ingest_"))
                .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
                .collect(toSet());
        for (String page : List.of("ingest-metrics.md", "delivery-metrics.md", "operator-metrics.md")) {
            METRIC.matcher(Files.readString(Repository.ROOT.resolve("docs").resolve(page)))
                    .results()
                    .map(match -> match.group())
                    .forEach(shown::add);
        }

        // When
        Set<String> asked = new TreeSet<>();
        for (String file : List.of("alerts.yaml", "alerts-nats.yaml", "dashboard.json")) {
            METRIC.matcher(Files.readString(Helm.CHART.resolve("files").resolve(file)))
                    .results()
                    .map(match -> match.group())
                    .forEach(asked::add);
        }

        // Then
        assertThat(asked).hasSizeGreaterThan(20).isSubsetOf(shown);
        assertThat(Files.readString(Repository.ROOT.resolve("docs/ingest-metrics.md")))
                .contains(shownByIngest);
    }
}
