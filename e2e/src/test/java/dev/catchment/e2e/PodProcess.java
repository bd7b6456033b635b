package dev.catchment.e2e;

import static org.awaitility.Awaitility.await;

import dev.catchment.contract.PlaneEnvironment;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What a kubelet does with a Pod of a plane, with a process in place of a container: the environment and the Secrets
 * are those that the Pod asks for; only its ports are free ones, because all Pods share this machine.
 */
final class PodProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final int httpPort;
    private final int adminPort;
    private final Path log;

    private PodProcess(Process process, int httpPort, int adminPort, Path log) {
        this.process = process;
        this.httpPort = httpPort;
        this.adminPort = adminPort;
        this.log = log;
    }

    /** Starts it; whether it becomes ready is another question. */
    static PodProcess launch(KubernetesClient client, Pod pod, Class<?> main, Path folder) throws IOException {
        Container container = pod.getSpec().getContainers().getFirst();
        Map<String, String> environment = new TreeMap<>();
        for (EnvVar variable : container.getEnv()) {
            boolean ownName = variable.getValueFrom() != null;
            environment.put(variable.getName(), ownName ? pod.getMetadata().getName() : variable.getValue());
        }
        for (VolumeMount mount : container.getVolumeMounts()) {
            Path mounted = folder.resolve(mount.getName());
            Files.createDirectories(mounted);
            writeSecret(client, pod, mount.getName(), mounted);
            environment.replaceAll((name, value) -> value.startsWith(mount.getMountPath() + "/")
                    ? mounted + value.substring(mount.getMountPath().length())
                    : value);
        }
        return launch(environment, main, folder);
    }

    /** Starts a process with this environment, but with ports of its own. */
    static PodProcess launch(Map<String, String> environment, Class<?> main, Path folder) throws IOException {
        int httpPort = Repository.freePort();
        int adminPort = Repository.freePort();
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseParallelGC",
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put(PlaneEnvironment.HTTP_PORT, Integer.toString(httpPort));
        builder.environment().put(PlaneEnvironment.ADMIN_PORT, Integer.toString(adminPort));
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new PodProcess(process, httpPort, adminPort, log);
    }

    void awaitReady() {
        await().atMost(PATIENCE).until(() -> !process.isAlive() || probe("/readyz") == 200);
        if (!process.isAlive()) {
            throw new AssertionError("a plane ended with " + process.exitValue() + ": " + log());
        }
    }

    private static void writeSecret(KubernetesClient client, Pod pod, String volume, Path folder) throws IOException {
        for (Volume candidate : pod.getSpec().getVolumes()) {
            if (candidate.getName().equals(volume) && candidate.getSecret() != null) {
                Map<String, String> content = client.secrets()
                        .inNamespace(pod.getMetadata().getNamespace())
                        .withName(candidate.getSecret().getSecretName())
                        .require()
                        .getData();
                for (Map.Entry<String, String> entry : content.entrySet()) {
                    Files.write(
                            folder.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
                }
            }
        }
    }

    /** Asks as a probe of the Pod does; 0: no answer. */
    int probe(String path) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + adminPort + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** What it shows Prometheus. */
    String metrics() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + adminPort + "/metrics");
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** What it holds of the machine's memory now, in MB. */
    long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** SIGTERM, as a kubelet sends it to the container of a Pod that is deleted. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end; the exit code. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("a plane did not end: " + log());
        }
        return process.exitValue();
    }

    String url() {
        return "http://127.0.0.1:" + httpPort;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
