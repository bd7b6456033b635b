package dev.catchment.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The node that {@code e2e/node} brought up on this machine. This process is in its network, and sees the processes of
 * its pods.
 */
record NativeNode(Path kubeconfig, KubernetesClient client) implements RealCluster {
    private static final Path SCRIPTS = Repository.ROOT.resolve("e2e/node");

    static NativeNode open() {
        Path kubeconfig = Path.of(Objects.requireNonNull(System.getenv("KUBECONFIG"), "KUBECONFIG"));
        return new NativeNode(
                kubeconfig,
                new KubernetesClientBuilder()
                        .withConfig(io.fabric8.kubernetes.client.Config.fromKubeconfig(kubeconfig.toFile()))
                        .build());
    }

    @Override
    public String reach(String namespace, String service, int port) {
        return client.services()
                        .inNamespace(namespace)
                        .withName(service)
                        .require()
                        .getSpec()
                        .getClusterIP() + ":" + port;
    }

    @Override
    public void kill(Pod pod) throws IOException {
        String uid = pod.getMetadata().getUid();
        List<ProcessHandle> processes =
                ProcessHandle.allProcesses().filter(p -> belongsTo(p, uid)).toList();
        if (processes.isEmpty()) {
            throw new IOException("no process of pod " + pod.getMetadata().getName());
        }
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    /** The pod's sandbox is not the container that crashes. */
    private static boolean belongsTo(ProcessHandle process, String uid) {
        try (Stream<String> groups = Files.lines(Path.of("/proc/" + process.pid() + "/cgroup"))) {
            return groups.anyMatch(line -> line.contains("pod" + uid))
                    && !process.info().command().orElse("").endsWith("/pause");
        } catch (IOException | java.io.UncheckedIOException e) {
            return false; // it has ended meanwhile
        }
    }

    @Override
    public void tag(String image, String other) throws IOException, InterruptedException {
        Command.run(Repository.ROOT, SCRIPTS.resolve("tag.sh").toString(), image, other)
                .lines();
    }

    @Override
    public void close() {
        client.close();
    }
}
