package dev.catchment.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.containers.Container;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** k3s in a container, where a Docker daemon can run one. */
record K3s(K3sContainer container, GivenCluster cluster) implements RealCluster {
    private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.34.4-k3s1");
    private static final String CTR = "ctr -n k8s.io images ";

    static K3s start() throws IOException, InterruptedException {
        K3sContainer container = new K3sContainer(IMAGE);
        container.start();
        Path kubeconfig = Files.createTempFile("k3s", ".kubeconfig");
        Files.writeString(kubeconfig, container.getKubeConfigYaml());
        K3s k3s = new K3s(container, GivenCluster.of(kubeconfig));
        try (Stream<Path> images = Files.list(Repository.ROOT.resolve("target/images"))) {
            for (Path image : images.filter(f -> f.toString().endsWith(".tar")).toList()) {
                String there = "/tmp/" + image.getFileName();
                container.copyFileToContainer(MountableFile.forHostPath(image), there);
                k3s.execute(CTR + "import " + there + " && rm " + there);
            }
        }
        return k3s;
    }

    @Override
    public Path kubeconfig() {
        return cluster.kubeconfig();
    }

    @Override
    public String reach(String namespace, String service, int port) {
        return cluster.reach(namespace, service, port);
    }

    @Override
    public void kill(Pod pod) throws IOException, InterruptedException {
        execute(
                "for p in $(grep -l pod" + pod.getMetadata().getUid()
                        + " /proc/[0-9]*/cgroup | cut -d/ -f3); do case $(readlink /proc/$p/exe) in */pause) ;; *) kill -9 $p ;; esac; done");
    }

    @Override
    public void tag(String image, String other) throws IOException, InterruptedException {
        execute(CTR + "tag --force " + image + " " + other);
    }

    private void execute(String script) throws IOException, InterruptedException {
        Container.ExecResult result =
                container.execInContainer(List.of("sh", "-c", script).toArray(String[]::new));
        if (result.getExitCode() != 0) {
            throw new IOException(script + ": " + result.getStderr());
        }
    }

    @Override
    public void close() throws IOException {
        cluster.close();
        container.stop();
    }
}
