package dev.catchment.operator;

import static dev.catchment.operator.TeamTest.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.NatsProcess;
import dev.catchment.broker.PlanPublisher;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.testkit.TestNats;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two operators with one Lease, each a process: one acts, the other stands by until the first one gives no sign of life.
 * To it, one that is stopped by a signal is one that was killed: neither lets go of the Lease.
 */
class LeaderElectionIT {
    private static final String NAMESPACE = "two-operators";
    private static final String LEASE = "two-operators";
    private static final Duration LEASE_TIME = Duration.ofSeconds(6);
    private static final String SECRET = "a secret that no log line holds";

    private static final String DESTINATION = """
            apiVersion: catchment.dev/v1alpha1
            kind: Destination
            metadata: {name: crm}
            spec:
              workspaceRef: {name: acme}
              type: webhook
              enabled: %s
              sourceSelector: {}
              config: {url: "https://crm.example/hook"}
              secretRef: {name: crm}
            """;

    @TempDir
    private Path folder;

    private KubernetesClient admin;
    private NatsProcess nats;
    private Connection connection;
    private final Subjects names = new Subjects(new HubId(NAMESPACE, "acme"));

    @BeforeEach
    void start() throws Exception {
        admin = CatchmentOperator.client(TestTeam.cluster().adminConfig());
        nats = TestNats.start(folder.resolve("nats"));
        connection = BrokerConnection.open(BrokerSettings.of(nats.url()), "test");
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        nats.close();
        admin.namespaces().withName(NAMESPACE).delete();
        admin.close();
    }

    @Test
    void anotherTakesOverAndNothingIsUndone() throws Exception {
        try (OperatorProcess first = operator("first")) {
            // Given
            apply("""
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: crm}
                    stringData: {sharedSecret: "%s"}
                    """.formatted(SECRET));
            apply(Manifests.WORKSPACE);
            apply(Manifests.SOURCE);
            apply(DESTINATION.formatted(true));
            eventually().until(() -> plan().containsKey("destination.crm"));
            eventually().until(() -> holder() != null);
            String leader = holder();
            try (OperatorProcess second = operator("second")) {
                assertThat(second.readyz()).isEqualTo(200);
                assertThat(holder()).isEqualTo(leader);
                Map<String, String> before = versions();
                long revision = revision();

                // When the leader stands still, as in a long pause, and something changes
                first.pause();
                long paused = System.nanoTime();
                apply(DESTINATION.formatted(false));
                eventually().until(() -> !holder().equals(leader));
                Duration succeeded = Duration.ofNanos(System.nanoTime() - paused);
                eventually().until(() -> !enabled());
                Duration took = Duration.ofNanos(System.nanoTime() - paused);

                // Then the other has written just that
                System.out.printf(
                        "With a lease of %d s another leads %d ms after the leader stood still; a change took effect after"
                                + " %d ms%n",
                        LEASE_TIME.toSeconds(), succeeded.toMillis(), took.toMillis());
                assertThat(versions()).isEqualTo(before);
                assertThat(revision()).isEqualTo(revision + 1);

                // When the former leader goes on
                first.resume();

                // Then it ends, and has written nothing
                first.awaitEnd();
                assertThat(versions()).isEqualTo(before);
                assertThat(revision()).isEqualTo(revision + 1);
                assertThat(enabled()).isFalse();
            }
            assertThat(logs("first", "second")).isNotEmpty().allSatisfy(line -> {
                JsonNode json = new ObjectMapper().readTree(line);
                assertThat(json.path("message").isTextual()).isTrue();
                assertThat(line)
                        .doesNotContain(SECRET)
                        .doesNotContain(Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8)));
            });
        }
    }

    private OperatorProcess operator(String name) throws Exception {
        return OperatorProcess.start(
                folder.resolve(name),
                Map.of(
                        "CATCHMENT_NATS_SERVERS",
                        nats.url(),
                        "CATCHMENT_WATCH_NAMESPACES",
                        NAMESPACE,
                        "CATCHMENT_LEADER_ELECTION_LEASE",
                        LEASE,
                        "CATCHMENT_LEADER_ELECTION_SECONDS",
                        Long.toString(LEASE_TIME.toSeconds()),
                        "CATCHMENT_DRIFT_POLL_SECONDS",
                        "1",
                        "CATCHMENT_LOG_FORMAT",
                        "json"));
    }

    private void apply(String yaml) {
        admin.resource(yaml)
                .inNamespace(NAMESPACE)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager("user")
                        .withForce(true)
                        .build());
    }

    private String holder() {
        return admin.leases()
                .inNamespace("catchment-system")
                .withName(LEASE)
                .get()
                .getSpec()
                .getHolderIdentity();
    }

    private Map<String, PlanDocument> plan() throws Exception {
        return connection.jetStreamManagement().getStreamNames().contains("KV_" + names.countsBucket())
                ? new PlanPublisher(connection, names).read()
                : Map.of();
    }

    private boolean enabled() throws Exception {
        return ((DestinationDocument) plan().get("destination.crm")).enabled();
    }

    private long revision() throws Exception {
        return connection
                .jetStreamManagement()
                .getStreamInfo("KV_" + names.planBucket(Plane.DELIVERY))
                .getStreamState()
                .getLastSequence();
    }

    /** Of what the operator owns. */
    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        for (Deployment deployment :
                admin.apps().deployments().inNamespace(NAMESPACE).list().getItems()) {
            versions.put(
                    deployment.getMetadata().getName(),
                    deployment.getMetadata().getUid() + " "
                            + deployment.getMetadata().getGeneration());
        }
        admin.services()
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .forEach(s -> versions.put(
                        "Service " + s.getMetadata().getName(), s.getMetadata().getResourceVersion()));
        admin.secrets()
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .forEach(s -> versions.put(
                        "Secret " + s.getMetadata().getName(), s.getMetadata().getResourceVersion()));
        return versions;
    }

    private List<String> logs(String... operators) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String name : operators) {
            lines.addAll(Files.readAllLines(folder.resolve(name).resolve("output")));
        }
        return lines;
    }
}
