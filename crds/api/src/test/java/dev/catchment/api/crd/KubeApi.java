package dev.catchment.api.crd;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A real kube-apiserver with its etcd for one test class, on the loopback interface only. The binaries come from
 * $KUBE_API_TEST_DIR/k8s/&lt;version&gt;-linux-amd64; without them the test fails.
 */
final class KubeApi implements AutoCloseable {

    private final KubeAPIServer server;
    private final KubernetesClient client;

    KubeApi() {
        String version = required("KUBE_API_TEST_API_SERVER_VERSION");
        Path tools = Path.of(required("KUBE_API_TEST_DIR"));
        Path own = ownCopy(tools, version);
        server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(own.toString())
                .withApiServerVersion(version)
                .withOfflineMode(true)
                .withApiServerFlags(List.of("--bind-address", "127.0.0.1"))
                .build());
        try {
            server.start();
            client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
                    .build();
        } catch (RuntimeException e) {
            server.stop();
            throw e;
        }
    }

    KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        server.stop();
    }

    /** Certificates of its own, so that test runs side by side do not meet; and an etcd that listens on loopback. */
    private static Path ownCopy(Path tools, String version) {
        try {
            Path own = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "kube-api-")
                    .toAbsolutePath();
            String folder = "k8s/" + version + "-linux-amd64";
            Path from = tools.resolve(folder);
            Path to = Files.createDirectories(own.resolve(folder));
            for (String name : List.of("kube-apiserver", "kubectl")) {
                if (!Files.isExecutable(from.resolve(name))) {
                    throw new IllegalStateException("no " + name + " in " + from + ": run `make tools`");
                }
                Files.createSymbolicLink(to.resolve(name), from.resolve(name));
            }
            // kube-api-test starts etcd on 0.0.0.0 and with fsync; neither is wanted
            Path etcd = Files.writeString(to.resolve("etcd"), """
                    #!/bin/bash
                    args=("${@//0.0.0.0/127.0.0.1}")
                    exec '%s' --unsafe-no-fsync "${args[@]//localhost/127.0.0.1}"
                    """.formatted(from.resolve("etcd")));
            Files.setPosixFilePermissions(etcd, PosixFilePermissions.fromString("rwx------"));
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String required(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(
                    name + " is not set: run the tests with `make test`, which prepares the tools");
        }
        return value;
    }
}
