package dev.catchment.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code catchment run} as a process of its own. */
final class RunningHub implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int httpPort;
    private final int adminPort;
    private final Path data;
    private final Path out;
    private final Path err;

    private RunningHub(Process process, int httpPort, int adminPort, Path data, Path out, Path err) {
        this.process = process;
        this.httpPort = httpPort;
        this.adminPort = adminPort;
        this.data = data;
        this.out = out;
        this.err = err;
    }

    /** Starts it on free ports and waits until it has printed that it is up. */
    static RunningHub start(Path resources, Path data) throws IOException {
        return start(resources, data, Repository.freePort(), Repository.freePort());
    }

    /** Starts it on these ports: the same as before, for clients that do not know of a restart. */
    static RunningHub start(Path resources, Path data, int httpPort, int adminPort) throws IOException {
        Path out = data.resolveSibling(data.getFileName() + ".out");
        Path err = data.resolveSibling(data.getFileName() + ".err");
        Files.deleteIfExists(out);
        Process process = new ProcessBuilder(
                        Repository.CATCHMENT.toString(),
                        "run",
                        resources.toString(),
                        "--http-port",
                        Integer.toString(httpPort),
                        "--admin-port",
                        Integer.toString(adminPort),
                        "--data",
                        data.toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()))
                .start();
        // If a test is cut off, nothing may stay behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        RunningHub hub = new RunningHub(process, httpPort, adminPort, data, out, err);
        hub.awaitUp();
        return hub;
    }

    private void awaitUp() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !process.isAlive() || printed().stream().anyMatch(line -> line.startsWith("curl ")));
        if (!process.isAlive()) {
            throw new AssertionError("catchment run ended with " + process.exitValue() + ": " + log());
        }
    }

    /** The lines on its standard output so far. */
    List<String> printed() throws IOException {
        return Files.readAllLines(out);
    }

    /** The command that a user would paste. */
    String curlLine() throws IOException {
        return printed().stream()
                .filter(line -> line.startsWith("curl "))
                .findFirst()
                .orElseThrow();
    }

    String url() {
        return "http://127.0.0.1:" + httpPort;
    }

    int httpPort() {
        return httpPort;
    }

    int adminPort() {
        return adminPort;
    }

    Path data() {
        return data;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long natsPid() throws IOException {
        return Long.parseLong(Files.readString(data.resolve("nats/nats.pid")).strip());
    }

    /** Value of a metric on the admin port, of which exactly one series has all of these labels. */
    double metric(String name, String... labels) throws IOException, InterruptedException {
        List<String> found = metrics()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " series of " + name + List.of(labels) + ": " + found);
        }
        return Double.parseDouble(found.getFirst().substring(found.getFirst().lastIndexOf(' ') + 1));
    }

    String metrics() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    String log() {
        try {
            String text = Files.readString(err);
            return text.substring(Math.max(0, text.length() - 4000));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** As Ctrl-C; returns the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("catchment run did not end: " + log());
        }
        return process.exitValue();
    }

    /** As {@code kill -9}: its broker stays behind. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            try {
                stop();
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
