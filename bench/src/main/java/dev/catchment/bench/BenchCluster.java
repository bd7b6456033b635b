package dev.catchment.bench;

import dev.catchment.operator.CatchmentOperator;
import dev.catchment.testkit.TestCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A kube-apiserver with the kinds of this hub, and the operator's rights in it: those of the Role that ships. */
record BenchCluster(TestCluster servers, KubernetesClient admin) implements AutoCloseable {
    private static final String SYSTEM = "catchment-system";
    private static final String USER = "system:serviceaccount:" + SYSTEM + ":catchment-operator";
    private static final List<String> KINDS =
            List.of("workspaces", "sources", "destinations", "filters", "destinationtypes");
    private static final String BINDINGS = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: catchment-operator}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: catchment-operator}
            subjects: [{kind: ServiceAccount, name: catchment-operator, namespace: catchment-system}]
            """;

    static BenchCluster start(Path folder) throws Exception {
        TestCluster servers = TestCluster.start(folder);
        BenchCluster cluster = new BenchCluster(servers, CatchmentOperator.client(servers.adminConfig()));
        try {
            cluster.prepare();
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    private void prepare() throws Exception {
        for (String kind : KINDS) {
            try (InputStream crd = resource(kind)) {
                admin.load(crd).serverSideApply();
            }
        }
        Awaited.await(this::served, "the kinds were not served");
        namespace(SYSTEM);
        try (InputStream role = Files.newInputStream(Path.of("operator/src/main/k8s/role.yaml"))) {
            admin.load(role).inNamespace(SYSTEM).serverSideApply();
        }
        admin.resource(BINDINGS).serverSideApply();
    }

    private static InputStream resource(String kind) throws IOException {
        String name = "/META-INF/fabric8/" + kind + ".catchment.dev-v1.yml";
        InputStream stream = BenchCluster.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IOException(name + " is not on the classpath");
        }
        return stream;
    }

    private boolean served() {
        return admin.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                        .filter(crd -> crd.getStatus() != null
                                && crd.getStatus().getConditions() != null
                                && crd.getStatus().getConditions().stream()
                                        .anyMatch(
                                                c -> "Established".equals(c.getType()) && "True".equals(c.getStatus())))
                        .count()
                == KINDS.size();
    }

    void namespace(String name) {
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** What makes a process act as the operator's ServiceAccount. */
    Map<String, String> operatorEnvironment() throws IOException {
        return Map.of(
                "KUBECONFIG",
                servers.kubeconfig().toString(),
                "KUBERNETES_NAMESPACE",
                SYSTEM,
                "KUBERNETES_IMPERSONATE_USERNAME",
                USER,
                "KUBERNETES_IMPERSONATE_GROUP",
                "system:authenticated");
    }

    @Override
    public void close() {
        admin.close();
        servers.close();
    }
}
