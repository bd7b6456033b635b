package dev.catchment.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.broker.NatsProcess;
import dev.catchment.testkit.TestNats;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator as a process of its own, as its container runs it: from its environment, with leader election. */
class OperatorMainIT {
    private static final String NAMESPACE = "main";

    @TempDir
    private Path folder;

    @Test
    void itLeadsAndSaysHowItIs() throws Exception {
        // Given
        int port = freePort();
        try (KubernetesClient admin =
                        CatchmentOperator.client(TestTeam.cluster().adminConfig());
                NatsProcess nats = TestNats.start(folder.resolve("nats"))) {
            admin.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(NAMESPACE)
                            .endMetadata()
                            .build())
                    .create();
            Map<String, String> environment = new HashMap<>(Map.of(
                    "CATCHMENT_NATS_SERVERS", nats.url(),
                    "CATCHMENT_INGEST_IMAGE", "localhost/ingest:test",
                    "CATCHMENT_DELIVERY_IMAGE", "localhost/delivery:test",
                    "CATCHMENT_WATCH_NAMESPACES", NAMESPACE,
                    "CATCHMENT_LOG_MAX_BYTES", "64Mi",
                    "CATCHMENT_ARCHIVE_MAX_BYTES", "64Mi",
                    "CATCHMENT_PLAN_MAX_BYTES", "8Mi",
                    "CATCHMENT_LEADER_ELECTION_LEASE", "catchment-operator",
                    "CATCHMENT_ADMIN_PORT", Integer.toString(port)));
            environment.put("KUBECONFIG", TestTeam.cluster().kubeconfig().toString());
            environment.put("KUBERNETES_NAMESPACE", "catchment-system");
            environment.put("KUBERNETES_IMPERSONATE_USERNAME", TestTeam.USER);
            environment.put("KUBERNETES_IMPERSONATE_GROUP", "system:authenticated");

            // When
            Process operator = start(environment);
            try {
                admin.resource(Manifests.WORKSPACE).inNamespace(NAMESPACE).create();

                // Then
                await().atMost(TestTeam.PATIENCE)
                        .until(() -> admin.apps()
                                        .deployments()
                                        .inNamespace(NAMESPACE)
                                        .list()
                                        .getItems()
                                        .size()
                                == 2);
                assertThat(admin.leases()
                                .inNamespace("catchment-system")
                                .withName("catchment-operator")
                                .get()
                                .getSpec()
                                .getHolderIdentity())
                        .isNotBlank();
                assertThat(get(port, "/livez").statusCode()).isEqualTo(200);
                assertThat(get(port, "/readyz").statusCode()).isEqualTo(200);
                assertThat(get(port, "/metrics").body()).contains("operator_sdk");
                assertThat(get(port, "/readyz/more").statusCode()).isEqualTo(404);
            } finally {
                operator.destroy();
                assertThat(operator.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void aMissingSettingIsNamedAndEndsTheProcess() throws Exception {
        // When
        Process operator = start(Map.of("CATCHMENT_NATS_SERVERS", "nats://127.0.0.1:4222"));
        int code = operator.waitFor();

        // Then
        assertThat(output()).contains("CATCHMENT_INGEST_IMAGE is not set");
        assertThat(code).isEqualTo(2);
    }

    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder main = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OperatorMain.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        main.environment().keySet().removeIf(name -> name.startsWith("CATCHMENT_"));
        main.environment().putAll(environment);
        return main.start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
