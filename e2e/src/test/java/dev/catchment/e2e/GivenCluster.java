package dev.catchment.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cluster of KUBECONFIG, whose nodes must have the images already. It is reached through port-forwards; a pod is
 * killed by deleting it without grace, because nobody here may touch its processes.
 */
record GivenCluster(Path kubeconfig, KubernetesClient client, Map<String, LocalPortForward> forwards)
        implements RealCluster {
    static GivenCluster open() throws IOException {
        String file = System.getenv("KUBECONFIG");
        if (file == null || !Files.isReadable(Path.of(file))) {
            throw new IOException("KUBECONFIG=" + file + " is not a file that can be read: name one kubeconfig file");
        }
        return of(Path.of(file));
    }

    static GivenCluster of(Path kubeconfig) {
        return new GivenCluster(
                kubeconfig,
                new KubernetesClientBuilder()
                        .withConfig(io.fabric8.kubernetes.client.Config.fromKubeconfig(kubeconfig.toFile()))
                        .build(),
                new ConcurrentHashMap<>());
    }

    /** A forward ends with its pod: whoever is refused asks again. */
    @Override
    public String reach(String namespace, String service, int port) {
        LocalPortForward forward = forwards.compute(namespace + "/" + service + ":" + port, (_, open) -> {
            if (open != null && open.isAlive() && !open.errorOccurred()) {
                return open;
            }
            return client.services().inNamespace(namespace).withName(service).portForward(port);
        });
        return "127.0.0.1:" + forward.getLocalPort();
    }

    @Override
    public void kill(Pod pod) {
        client.resource(pod).withGracePeriod(0).delete();
    }

    @Override
    public void tag(String image, String other) throws IOException {
        throw new IOException("give the nodes " + image + " as " + other + " too");
    }

    @Override
    public void close() throws IOException {
        for (LocalPortForward forward : forwards.values()) {
            forward.close();
        }
        client.close();
    }
}
