package dev.catchment.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Path;

/** A Kubernetes cluster with nodes that run pods. */
sealed interface RealCluster extends AutoCloseable permits NativeNode, K3s, GivenCluster {
    /**
     * The one that {@code e2e/setup/e2e.sh} found: the node that it brought up, one in Docker, or the cluster of
     * KUBECONFIG.
     */
    static RealCluster open() throws IOException, InterruptedException {
        String kind = System.getenv().getOrDefault("CATCHMENT_TEST_CLUSTER", "");
        return switch (kind) {
            case "node" -> NativeNode.open();
            case "k3s" -> K3s.start();
            case "kubeconfig" -> GivenCluster.open();
            default ->
                throw new IOException("CATCHMENT_TEST_CLUSTER is \"" + kind
                        + "\": run these tests with `make e2e`, which brings up a cluster and names it");
        };
    }

    /** Where kubectl and helm find it. */
    Path kubeconfig();

    default Config config() throws IOException {
        return Config.fromKubeconfig(kubeconfig().toFile());
    }

    /** {@code host:port} at which the test reaches a port of a Service, spread over its pods. */
    String reach(String namespace, String service, int port) throws IOException;

    /** Ends the processes of a pod's containers as a crash does, with {@code kill -9}. */
    void kill(Pod pod) throws IOException, InterruptedException;

    /** Gives an image that the nodes have another tag. */
    void tag(String image, String other) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
