package dev.catchment.e2e;

import static org.awaitility.Awaitility.await;

import dev.catchment.api.v1alpha1.ApiJson;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** What a platform team does with helm and kubectl, in one namespace of a real cluster. */
final class Installation implements AutoCloseable {
    static final Path CHART = Repository.ROOT.resolve("helm/catchment");
    static final Duration PATIENCE = Duration.ofMinutes(3);

    final String namespace;
    final RealCluster cluster;
    final KubernetesClient client;
    private final String release;

    Installation(RealCluster cluster, String namespace, String release) throws IOException {
        this.cluster = cluster;
        this.namespace = namespace;
        this.release = release;
        this.client = new KubernetesClientBuilder()
                .withConfig(cluster.config())
                .withKubernetesSerialization(new KubernetesSerialization(ApiJson.mapper(), true))
                .build();
    }

    /** {@code helm upgrade --install} with the values of the tests and these settings; waits for nothing. */
    Command helm(Path chart, String... settings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "helm",
                "upgrade",
                release,
                chart.toString(),
                "--install",
                "--create-namespace",
                "--values",
                Repository.ROOT.resolve("e2e/src/test/helm/real-cluster.yaml").toString()));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        return run(command.toArray(String[]::new));
    }

    Command uninstall() throws IOException, InterruptedException {
        return run("helm", "uninstall", release, "--wait");
    }

    /** kubectl in the namespace. */
    List<String> kubectl(String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of("kubectl"), Arrays.stream(arguments)).toArray(String[]::new))
                .lines();
    }

    private Command run(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(
                "--namespace", namespace, "--kubeconfig", cluster.kubeconfig().toString()));
        return Command.run(Repository.ROOT, all.toArray(String[]::new));
    }

    /** {@code kubectl apply} of these documents. */
    void apply(String yaml) throws IOException, InterruptedException {
        Path file = Files.createTempFile("apply", ".yaml");
        try {
            Files.writeString(file, yaml);
            kubectl("apply", "--filename", file.toString());
        } finally {
            Files.delete(file);
        }
    }

    /** Applies the examples for a cluster, with the image of this working tree for the receiver. */
    void applyExamples() throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve("examples/cluster"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                apply(Files.readString(file)
                        .replaceAll("image: catchment/cli:\\S+", "image: localhost/catchment/cli:dev"));
            }
        }
    }

    void patch(String resource, String mergePatch) throws IOException, InterruptedException {
        kubectl("patch", resource, "--type=merge", "--patch", mergePatch);
    }

    /** Waits, as a pipeline does, until a condition of the present generation is True. */
    void awaitCondition(String condition, String... resources) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("wait", "--for=condition=" + condition, "--timeout=180s"));
        command.addAll(List.of(resources));
        kubectl(command.toArray(String[]::new));
    }

    /** Waits until a Deployment or StatefulSet has what its spec says, all of it ready. */
    void awaitRollout(String workload) throws IOException, InterruptedException {
        kubectl("rollout", "status", workload, "--timeout=180s");
    }

    String secret(String name, String key) {
        return new String(
                Base64.getDecoder()
                        .decode(client.secrets()
                                .inNamespace(namespace)
                                .withName(name)
                                .require()
                                .getData()
                                .get(key)),
                StandardCharsets.UTF_8);
    }

    /** Those that are not on their way out, whose names begin so. */
    List<Pod> pods(String prefix) {
        return client.pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> pod.getMetadata().getName().startsWith(prefix))
                .toList();
    }

    /** Ends the processes of a pod, and waits until its container runs and is ready again. */
    void killAndAwait(Pod pod) throws IOException, InterruptedException {
        String name = pod.getMetadata().getName();
        int before = restarts(pod);
        cluster.kill(pod);
        await(name).atMost(PATIENCE).until(() -> {
            Pod now = client.pods().inNamespace(namespace).withName(name).get();
            return now != null
                    && restarts(now) > before
                    && now.getStatus().getConditions().stream()
                            .anyMatch(c ->
                                    c.getType().equals("Ready") && c.getStatus().equals("True"));
        });
    }

    private static int restarts(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .mapToInt(status -> status.getRestartCount())
                .sum();
    }

    @Override
    public void close() {
        client.close();
    }
}
