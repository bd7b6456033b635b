package dev.catchment.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CRDs of others that a cluster may have or lack, as {@code make test-tools} put them beside the Kubernetes programs. */
public final class ForeignCrds {
    private ForeignCrds() {}

    /** HTTPRoute of the Gateway API. */
    public static Path httpRoutes() {
        return file("gateway.networking.k8s.io_httproutes.yaml");
    }

    /** ScaledObject of KEDA. */
    public static Path scaledObjects() {
        return file("keda.sh_scaledobjects.yaml");
    }

    /** ServiceMonitor, PodMonitor and PrometheusRule of the Prometheus Operator. */
    public static List<Path> monitoring() {
        return Stream.of("servicemonitors", "podmonitors", "prometheusrules")
                .map(plural -> file("monitoring.coreos.com_" + plural + ".yaml"))
                .toList();
    }

    private static Path file(String name) {
        Path file = ClusterBinaries.folder().resolve("crds").resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException("no " + file + ": run the tests with `make test`, which installs it");
        }
        return file;
    }
}
