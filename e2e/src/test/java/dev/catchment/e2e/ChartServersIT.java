package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.NatsKey;
import dev.catchment.testkit.TestNats;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three servers with the chart's configuration and environment, on this machine instead of in pods, are one cluster. */
class ChartServersIT {
    private static final int SERVERS = 3;
    private static final String NAME = "catchment-nats";
    private static final String PASSWORD = "pSecretOfTheTest";

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void threeServersFindEachOtherAndKeepThreeCopiesWithoutOneOfThem() throws Exception {
        // Given
        List<String> documents = Helm.render("--set", "nats.replicas=3");
        JsonNode container = Helm.find(documents, "StatefulSet", NAME).at("/spec/template/spec/containers/0");
        String conf =
                Helm.find(documents, "ConfigMap", NAME).at("/data/nats.conf").asText();
        List<Ports> ports = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            ports.add(new Ports(Repository.freePort(), Repository.freePort(), Repository.freePort()));
        }

        // When
        for (int i = 0; i < SERVERS; i++) {
            processes.add(launch(i, conf, container, ports));
        }

        // Then each passes the probes of its pod
        for (Ports each : ports) {
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                String path = container.path(probe).at("/httpGet/path").asText();
                eventually().ignoreExceptions().until(() -> status(each.monitor(), path) == 200);
            }
        }
        try (Connection operator = BrokerConnection.open(operator(ports), "test")) {
            eventually().ignoreException(JetStreamApiException.class).untilAsserted(() -> operator.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("copies")
                            .subjects("$KV.copies.>")
                            .replicas(SERVERS)
                            .build()));
            assertThat(publish(operator)).isEqualTo(1);

            // When one is killed
            processes.getLast().destroyForcibly().waitFor();

            // Then
            eventually().ignoreExceptions().until(() -> publish(operator) > 1);
        }
    }

    private record Ports(int client, int monitor, int cluster) {}

    private Process launch(int number, String conf, JsonNode container, List<Ports> ports) throws IOException {
        Path own = Files.createDirectories(folder.resolve("server-" + number));
        Ports mine = ports.get(number);
        Files.writeString(
                own.resolve("nats.conf"),
                "host: \"127.0.0.1\"\n"
                        + conf.replace("port: 4222", "port: " + mine.client())
                                .replace("http_port: 8222", "http_port: " + mine.monitor())
                                .replace("port: 6222", "listen: \"127.0.0.1:" + mine.cluster() + "\"")
                                .replace("store_dir: /data", "store_dir: \"" + own.resolve("data") + "\""));
        ProcessBuilder builder = new ProcessBuilder(
                        TestNats.binary().toString(),
                        "--config",
                        own.resolve("nats.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("log").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("POD_NAME", NAME + "-" + number);
        container
                .path("env")
                .forEach(variable ->
                        environment.putIfAbsent(variable.path("name").asText(), value(variable, ports)));
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** As the kubelet composes it, with this machine's ports in place of the pods' names. */
    private static String value(JsonNode variable, List<Ports> ports) {
        String value = variable.path("value").asText(PASSWORD).replace("$(NATS_SYSTEM_PASSWORD)", PASSWORD);
        for (int i = 0; i < SERVERS; i++) {
            value = value.replace(
                    NAME + "-" + i + "." + NAME + "-headless.catchment-system:6222",
                    "127.0.0.1:" + ports.get(i).cluster());
        }
        return value;
    }

    private BrokerSettings operator(List<Ports> ports) throws IOException {
        return new BrokerSettings(
                ports.stream().map(each -> "nats://127.0.0.1:" + each.client()).toList(),
                Map.of(
                        NatsKey.USER, Files.writeString(folder.resolve("username"), "operator"),
                        NatsKey.PASSWORD, Files.writeString(folder.resolve("password"), PASSWORD)));
    }

    private static long publish(Connection connection) throws IOException, JetStreamApiException {
        return connection
                .jetStream()
                .publish("$KV.copies.one", "x".getBytes(StandardCharsets.UTF_8))
                .getSeqno();
    }

    private static int status(int port, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100));
    }
}
