package dev.catchment.bench;

import dev.catchment.contract.PlaneEnvironment;
import dev.catchment.testkit.TestPods;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Pod of a plane as a process with the Pod's own environment and Secrets. Only its ports are free ones, because all
 * Pods share this machine.
 */
record PlanePod(String name, JavaProcess process, AdminPort admin, int httpPort) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Runs the one Pod whose name begins so, and reports it as Ready once it is. */
    static PlanePod run(
            KubernetesClient client, String namespace, String prefix, Class<?> main, String heap, Path folder)
            throws Exception {
        Awaited.await(() -> !pods(client, namespace, prefix).isEmpty(), "there is no Pod " + prefix + "…");
        Pod pod = pods(client, namespace, prefix).getFirst();
        PlanePod made = start(client, pod, main, heap, folder);
        try {
            made.admin.awaitReady(made.process, PATIENCE);
            TestPods.setReady(client, pod, true);
            return made;
        } catch (IOException | InterruptedException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private static List<Pod> pods(KubernetesClient client, String namespace, String prefix) {
        return client.pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getName().startsWith(prefix))
                .toList();
    }

    private static PlanePod start(KubernetesClient client, Pod pod, Class<?> main, String heap, Path folder)
            throws IOException {
        String name = pod.getMetadata().getName();
        Container container = pod.getSpec().getContainers().getFirst();
        int httpPort = Loopback.freePort();
        int adminPort = Loopback.freePort();
        Map<String, String> environment = new TreeMap<>();
        for (EnvVar variable : container.getEnv()) {
            environment.put(variable.getName(), variable.getValueFrom() == null ? variable.getValue() : name);
        }
        for (VolumeMount mount : container.getVolumeMounts()) {
            Path mounted = Files.createDirectories(folder.resolve(name).resolve(mount.getName()));
            for (Volume volume : pod.getSpec().getVolumes()) {
                if (volume.getName().equals(mount.getName()) && volume.getSecret() != null) {
                    write(client, pod, volume.getSecret().getSecretName(), mounted);
                }
            }
            environment.replaceAll((_, value) -> value.startsWith(mount.getMountPath() + "/")
                    ? mounted + value.substring(mount.getMountPath().length())
                    : value);
        }
        environment.replace(PlaneEnvironment.HTTP_PORT, Integer.toString(httpPort));
        environment.put(PlaneEnvironment.ADMIN_PORT, Integer.toString(adminPort));
        JavaProcess process =
                JavaProcess.start(main, List.of("-Xmx" + heap), List.of(), environment, folder.resolve(name + ".log"));
        return new PlanePod(name, process, new AdminPort(adminPort), httpPort);
    }

    private static void write(KubernetesClient client, Pod pod, String secret, Path folder) throws IOException {
        Map<String, String> content = client.secrets()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(secret)
                .require()
                .getData();
        for (Map.Entry<String, String> entry : content.entrySet()) {
            Files.write(folder.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
        }
    }

    @Override
    public void close() {
        admin.close();
        process.close();
    }
}
