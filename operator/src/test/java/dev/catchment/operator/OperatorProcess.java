package dev.catchment.operator;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The operator as its container runs it: a process with an environment, and the rights of the Role that ships. */
final class OperatorProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private OperatorProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it in the shared control plane and waits until it is ready.
     *
     * @param folder for its output
     * @param environment what differs from a small installation
     */
    static OperatorProcess start(Path folder, Map<String, String> environment) throws IOException {
        int port = freePort();
        Files.createDirectories(folder);
        ProcessBuilder main = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        OperatorMain.class.getName())
                // the JVM's own warnings are no log lines
                .redirectError(folder.resolve("errors").toFile())
                .redirectOutput(folder.resolve("output").toFile());
        main.environment().keySet().removeIf(name -> name.startsWith("CATCHMENT_"));
        main.environment()
                .putAll(Map.of(
                        "CATCHMENT_INGEST_IMAGE", "localhost/ingest:test",
                        "CATCHMENT_DELIVERY_IMAGE", "localhost/delivery:test",
                        "CATCHMENT_LOG_MAX_BYTES", "64Mi",
                        "CATCHMENT_ARCHIVE_MAX_BYTES", "64Mi",
                        "CATCHMENT_PLAN_MAX_BYTES", "8Mi",
                        "CATCHMENT_ADMIN_PORT", Integer.toString(port),
                        "KUBECONFIG", TestTeam.cluster().kubeconfig().toString(),
                        "KUBERNETES_NAMESPACE", "catchment-system",
                        "KUBERNETES_IMPERSONATE_USERNAME", TestTeam.USER,
                        "KUBERNETES_IMPERSONATE_GROUP", "system:authenticated"));
        main.environment().putAll(environment);
        Process process = main.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        OperatorProcess started = new OperatorProcess(process, port);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> started.readyz() == 200);
        return started;
    }

    int readyz() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** As a long pause: of the garbage collector, of the machine. */
    void pause() throws Exception {
        signal("STOP");
    }

    void resume() throws Exception {
        signal("CONT");
    }

    /** Waits until it ends by itself. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the operator still runs");
        }
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
