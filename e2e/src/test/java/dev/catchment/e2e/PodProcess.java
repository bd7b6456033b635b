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
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    static PodProcess start(KubernetesClient client, Pod pod, Class<?> main, Path folder) throws IOException {
        Container container = pod.getSpec().getContainers().getFirst();
        int httpPort = Repository.freePort();
        int adminPort = Repository.freePort();
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
        environment.replace(PlaneEnvironment.HTTP_PORT, Integer.toString(httpPort));
        environment.put(PlaneEnvironment.ADMIN_PORT, Integer.toString(adminPort));
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseParallelGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        PodProcess started = new PodProcess(process, httpPort, adminPort, log);
        await().atMost(PATIENCE).until(started::endedOrReady);
        if (!process.isAlive()) {
            throw new AssertionError(main + " ended with " + process.exitValue() + ": " + started.log());
        }
        return started;
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

    /** Asks as the Pod's readiness probe does. */
    private boolean endedOrReady() throws InterruptedException {
        if (!process.isAlive()) {
            return true;
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI probe = URI.create("http://127.0.0.1:" + adminPort + "/readyz");
            return client.send(HttpRequest.newBuilder(probe).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
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
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("a plane did not end: " + log());
        }
    }
}
