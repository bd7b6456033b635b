package dev.catchment.delivery;

import static org.awaitility.Awaitility.await;

import dev.catchment.contract.PlaneEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A delivery plane in a JVM of its own, which can be killed and stopped as no thread can. */
final class DeliveryProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int adminPort;
    private final Path log;

    private DeliveryProcess(Process process, int adminPort, Path log) {
        this.process = process;
        this.adminPort = adminPort;
        this.log = log;
    }

    /** Starts it and waits until it has looked at every partition. */
    static DeliveryProcess start(TestHub hub, String instance, Path folder) throws IOException {
        DeliveryProcess started = launch(hub, instance, folder);
        started.awaitReady();
        return started;
    }

    /** Starts it. */
    static DeliveryProcess launch(TestHub hub, String instance, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path key = Files.write(folder.resolve("workspace-key"), TestHub.KEY);
        int adminPort = freePort();
        Path log = folder.resolve("delivery-" + instance + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeliveryMain.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put(PlaneEnvironment.NAMESPACE, TestHub.ID.namespace());
        builder.environment().put(PlaneEnvironment.WORKSPACE, TestHub.ID.workspace());
        builder.environment().put(PlaneEnvironment.INSTANCE, instance);
        builder.environment().put(PlaneEnvironment.NATS_SERVERS, hub.nats.url());
        builder.environment().put(PlaneEnvironment.WORKSPACE_KEY_FILE, key.toString());
        builder.environment().put(PlaneEnvironment.ADMIN_PORT, Integer.toString(adminPort));
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new DeliveryProcess(process, adminPort, log);
    }

    void awaitReady() {
        await().atMost(PATIENCE).until(() -> !process.isAlive() || ready());
        if (!process.isAlive()) {
            throw new AssertionError("delivery ended with " + process.exitValue() + ": " + log());
        }
    }

    private boolean ready() throws InterruptedException {
        return get("/readyz").isPresent();
    }

    /** The value of a metric without labels, or with all of these; 0 if it is not there. */
    double metric(String name, String labels) throws InterruptedException {
        return get("/metrics")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Optional<String> get(String path) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The same, without waiting for its end. */
    void end() {
        process.destroyForcibly();
    }

    /** SIGTERM: it hands over and ends. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("delivery did not end: " + log());
        }
    }

    /** SIGSTOP: it stands still, and does not know. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " ended with " + code);
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
