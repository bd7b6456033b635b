package dev.catchment.bench;

import dev.catchment.contract.PlaneEnvironment;
import dev.catchment.contract.plan.IngestSettings;
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
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the programs of the images need around them: a broker with a hub and its plan for the planes, a kube-apiserver with
 * a few resources for the operator, and a destination.
 */
record StartupScene(Path data, Path images, Hub hub, BenchCluster cluster, ReceiverServer receiver)
        implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NAMESPACE = "bench";
    private static final int DESTINATIONS = 20;
    private static final String WORKSPACE_KEY = "workspace.key";
    /** So much that the programs run as in a pod of the default size. */
    private static final String POD_MEMORY = "-XX:MaxRAM=1g";

    /** @param images folder with the unpacked images */
    static StartupScene open(Path data, Path images) throws Exception {
        ReceiverServer receiver = ReceiverServer.start(data, false);
        Hub hub = Hub.of(Broker.single(data.resolve("nats")));
        new DeliveryPlan(hub, Duration.ofHours(1))
                .put(DeliveryPlan.Webhook.of("crm", receiver.url(0, "crm")))
                .put(new IngestSettings(1))
                .put(Hub.source(0))
                .publish();
        Files.write(data.resolve(WORKSPACE_KEY), new byte[32]);
        BenchCluster cluster = BenchCluster.start(data.resolve("cluster"));
        cluster.namespace(NAMESPACE);
        new Estate(cluster.admin(), NAMESPACE, DESTINATIONS, receiver).create();
        return new StartupScene(data, images, hub, cluster, receiver);
    }

    ImageProgram program(String name) {
        return new ImageProgram(name, images.resolve(name));
    }

    /** Starts it and waits until it is ready. */
    RunningProgram start(ImageProgram program, List<String> prefix, List<String> jvm) throws Exception {
        int admin = Loopback.freePort();
        int http = Loopback.freePort();
        Map<String, String> environment = new HashMap<>(program.name().equals("operator") ? operator() : plane());
        environment.put(PlaneEnvironment.ADMIN_PORT, Integer.toString(admin));
        environment.put(PlaneEnvironment.HTTP_PORT, Integer.toString(http));
        List<String> options = new ArrayList<>(List.of(POD_MEMORY));
        options.addAll(jvm);
        AdminPort shown = new AdminPort(admin);
        long began = System.nanoTime();
        JavaProcess process = program.start(prefix, options, environment, data.resolve(program.name() + ".log"));
        try {
            shown.awaitReady(process, PATIENCE);
            double seconds = (System.nanoTime() - began) / 1e9;
            return new RunningProgram(process, shown, http, seconds, Usage.cpuSeconds(process.pid()));
        } catch (IOException | InterruptedException e) {
            shown.close();
            process.close();
            throw e;
        }
    }

    private Map<String, String> plane() {
        return Map.of(
                PlaneEnvironment.NAMESPACE,
                Hub.ID.namespace(),
                PlaneEnvironment.WORKSPACE,
                Hub.ID.workspace(),
                PlaneEnvironment.INSTANCE,
                "startup",
                PlaneEnvironment.NATS_SERVERS,
                hub.broker().servers(),
                PlaneEnvironment.WORKSPACE_KEY_FILE,
                data.resolve(WORKSPACE_KEY).toString(),
                PlaneEnvironment.SERVE_ON_SECONDS,
                "0");
    }

    private Map<String, String> operator() throws IOException {
        Map<String, String> environment = new HashMap<>(cluster.operatorEnvironment());
        environment.put(PlaneEnvironment.NATS_SERVERS, hub.broker().servers());
        environment.put("CATCHMENT_INGEST_IMAGE", "localhost/ingest:bench");
        environment.put("CATCHMENT_DELIVERY_IMAGE", "localhost/delivery:bench");
        environment.put("CATCHMENT_WATCH_NAMESPACES", NAMESPACE);
        return environment;
    }

    /** Sends an ingest so many events, one half alone, one half in a batch. */
    void send(RunningProgram ingest, int events) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < events / 2; i++) {
                post(client, ingest, "/v1/track", SampleEvents.single(i));
            }
            post(client, ingest, "/v1/batch", SampleEvents.batch(events / 2));
        }
    }

    private static void post(HttpClient client, RunningProgram ingest, String path, String body)
            throws IOException, InterruptedException {
        byte[] credentials = (Hub.writeKey(0) + ":").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingest.httpPort() + path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("ingest answers " + answer.statusCode() + ": " + answer.body());
        }
    }

    @Override
    public void close() {
        cluster.close();
        hub.close();
        receiver.close();
    }
}
