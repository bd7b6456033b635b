package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.api.v1alpha1.Workspace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Installations that cannot work on a real cluster: each says why, and the way out that docs/operations.md names is one. */
class BadInstallE2E {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String OPERATOR = "deployment/catchment-operator";
    private static final String NATS = "statefulset/catchment-nats";

    private RealCluster cluster;
    private Installation team;

    @BeforeEach
    void open() throws Exception {
        cluster = RealCluster.open();
        team = new Installation(cluster, "bad-" + COUNT.incrementAndGet(), "catchment");
    }

    @AfterEach
    void close() throws Exception {
        team.uninstall();
        team.removeWhatStays();
        team.client.namespaces().withName(team.namespace).delete();
        team.close();
        cluster.close();
    }

    @Test
    void aVolumeThatDoesNotBind() throws Exception {
        // When
        team.helm(Installation.CHART, "nats.persistence.storageClassName=there-is-none")
                .lines();

        // Then
        await().atMost(Installation.PATIENCE).untilAsserted(() -> assertThat(events("catchment-nats-0"))
                .contains("unbound immediate PersistentVolumeClaims"));

        // When
        team.uninstall().lines();
        team.kubectl("delete", "pvc", "--selector=app.kubernetes.io/instance=catchment");
        team.helm(Installation.CHART).lines();

        // Then
        team.awaitRollout(NATS);
    }

    @Test
    void anImageThatDoesNotExist() throws Exception {
        // When
        team.helm(Installation.CHART, "image.tag=there-is-none").lines();

        // Then
        await().atMost(Installation.PATIENCE).untilAsserted(() -> assertThat(events("catchment-operator"))
                .contains("Failed to pull image \"localhost/catchment/operator:there-is-none\""));

        // When
        team.helm(Installation.CHART).lines();

        // Then
        team.awaitRollout(OPERATOR);
    }

    @Test
    void natsCredentialsThatAreMissing() throws Exception {
        // When
        team.helm(
                        Installation.CHART,
                        "nats.enabled=false",
                        "nats.servers={nats://nats.example:4222}",
                        "nats.credentialsSecret=absent",
                        "nats.planeCredentialsSecrets.ingest=absent",
                        "nats.planeCredentialsSecrets.delivery=absent")
                .lines();

        // Then
        await().atMost(Installation.PATIENCE)
                .untilAsserted(() -> assertThat(events("catchment-operator")).contains("secret \"absent\" not found"));

        // When
        team.kubectl("create", "secret", "generic", "absent", "--from-literal=username=u", "--from-literal=password=p");

        // Then
        team.awaitRollout(OPERATOR);
    }

    @Test
    void aNodeWithoutEnoughMemory() throws Exception {
        // When
        team.helm(
                        Installation.CHART,
                        "operator.resources.requests.memory=900Gi",
                        "operator.resources.limits.memory=900Gi")
                .lines();

        // Then
        await().atMost(Installation.PATIENCE)
                .untilAsserted(() -> assertThat(events("catchment-operator")).contains("Insufficient memory"));

        // When
        team.helm(Installation.CHART).lines();

        // Then
        team.awaitRollout(OPERATOR);
    }

    @Test
    void aNamespaceThatIsNotWatched() throws Exception {
        // Given
        String other = team.namespace + "-other";
        team.client
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(other)
                        .endMetadata()
                        .build())
                .create();
        team.helm(Installation.CHART).lines();
        team.awaitRollout(OPERATOR);

        // When
        try (Installation elsewhere = new Installation(cluster, other, "catchment")) {
            elsewhere.apply(
                    "{apiVersion: catchment.dev/v1alpha1, kind: Workspace, metadata: {name: elsewhere}, spec: {log: {maxBytes: 64Mi}, archive: {maxBytes: 64Mi}}}");
        }
        team.apply("{apiVersion: catchment.dev/v1alpha1, kind: Workspace, metadata: {name: here}, spec: {}}");
        team.awaitCondition("Ready", "workspace/here");

        // Then
        assertThat(workspace(other, "elsewhere").getStatus().conditions()).isEmpty();

        // When
        team.helm(Installation.CHART, "watchNamespaces={" + team.namespace + "," + other + "}")
                .lines();

        // Then
        team.awaitRollout(OPERATOR);
        await().atMost(Installation.PATIENCE).untilAsserted(() -> assertThat(
                        workspace(other, "elsewhere").getStatus().conditions())
                .anySatisfy(condition -> {
                    assertThat(condition.type()).isEqualTo("Ready");
                    assertThat(condition.status()).isEqualTo("True");
                }));
        team.client.namespaces().withName(other).delete();
    }

    @Test
    void twoReleasesInOneCluster() throws Exception {
        // Given
        team.helm(Installation.CHART).lines();
        team.awaitRollout(OPERATOR);
        try (Installation second = new Installation(cluster, team.namespace + "-second", "catchment")) {
            // When
            Command refused = second.helm(Installation.CHART);

            // Then
            assertThat(refused.status()).isNotZero();
            assertThat(refused.err()).contains("CustomResourceDefinition", "catchment.dev", "release");

            // When
            Command same = second.helm(
                    Installation.CHART,
                    "crds.enabled=false",
                    "admissionPolicy.enabled=false",
                    "aggregateRoles=false",
                    "watchNamespaces={" + team.namespace + "}");

            // Then
            assertThat(same.status()).isNotZero();
            assertThat(same.err())
                    .contains("namespace " + team.namespace + " is already watched by the release catchment");

            // When
            second.helm(
                            Installation.CHART,
                            "crds.enabled=false",
                            "admissionPolicy.enabled=false",
                            "aggregateRoles=false")
                    .lines();

            // Then
            second.awaitRollout(OPERATOR);
            second.apply("{apiVersion: catchment.dev/v1alpha1, kind: Workspace, metadata: {name: hub}, spec: {}}");
            second.awaitCondition("Ready", "workspace/hub");
            second.kubectl("delete", "workspace/hub", "--timeout=120s");
            second.uninstall().lines();
            second.client.namespaces().withName(second.namespace).delete();
        }
    }

    @Test
    void anUninstallWithDataPresent() throws Exception {
        // Given
        team.helm(Installation.CHART).lines();
        team.awaitRollout(OPERATOR);
        team.apply("{apiVersion: catchment.dev/v1alpha1, kind: Workspace, metadata: {name: hub}, spec: {}}");
        team.awaitCondition("Ready", "workspace/hub");

        // When
        Command uninstall = team.uninstall();

        // Then
        assertThat(uninstall.lines()).anyMatch(line -> line.contains("CustomResourceDefinition"));
        assertThat(team.kubectl("get", "workspaces,pvc", "--output=name"))
                .contains("workspace.catchment.dev/hub", "persistentvolumeclaim/data-catchment-nats-0");
        assertThat(team.pods("hub-ingest")).isNotEmpty();

        // When
        team.helm(Installation.CHART).lines();

        // Then
        team.awaitRollout(OPERATOR);
        team.awaitCondition("Ready", "workspace/hub");
        team.kubectl("delete", "workspace/hub", "--timeout=120s");
    }

    /** What the cluster says of objects whose names begin so. */
    private String events(String prefix) throws Exception {
        return String.join(
                "\n",
                team
                        .kubectl(
                                "get",
                                "events",
                                "--output=jsonpath={range .items[*]}{.involvedObject.name} {.message}{\"\\n\"}{end}")
                        .stream()
                        .filter(line -> line.startsWith(prefix))
                        .toList());
    }

    private Workspace workspace(String namespace, String name) {
        return team.client
                .resources(Workspace.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }
}
