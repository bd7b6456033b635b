package dev.catchment.testkit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A real Kubernetes control plane on the loopback interface: etcd, kube-apiserver and kube-controller-manager as child
 * processes. There is no scheduler and no kubelet: Deployments get their Pods, which stay Pending until a test makes
 * them Ready ({@link TestPods}).
 */
public final class TestCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String AUDIT_POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived, ResponseStarted, Panic]
            rules:
            - level: Metadata
              verbs: [create, update, patch, delete, deletecollection]
            - level: None
            """;

    private final String token = UUID.randomUUID().toString();
    private final Path folder;
    private final Path binaries;
    private final int apiPort;
    private final List<ChildProcess> processes = new ArrayList<>();

    private TestCluster(Path folder, Path binaries) throws IOException {
        this.folder = folder;
        this.binaries = binaries;
        this.apiPort = ChildProcess.freePort();
    }

    /**
     * Starts the control plane and waits until it answers.
     *
     * @param folder for certificates, the store and the logs
     * @throws IOException if a server does not come up; the message holds the end of its log
     */
    public static TestCluster start(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        TestCluster cluster = new TestCluster(folder.toAbsolutePath(), ClusterBinaries.folder());
        try {
            cluster.launch();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** A client that may do everything. */
    public Config adminConfig() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + apiPort)
                .withOauthToken(token)
                .withCaCertFile(
                        folder.resolve("certificates").resolve("apiserver.crt").toString())
                .withNamespace("default")
                .build();
    }

    /** A client with exactly the rights of this ServiceAccount, whether it exists or not. */
    public Config impersonating(String namespace, String serviceAccount) {
        return new ConfigBuilder(adminConfig())
                .withImpersonateUsername("system:serviceaccount:" + namespace + ":" + serviceAccount)
                .withImpersonateGroups(
                        "system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated")
                .build();
    }

    /** Every write so far, of whomever; in the order in which kube-apiserver answered. */
    public List<AuditedWrite> writes() throws IOException {
        return AuditedWrite.read(auditLog());
    }

    private Path auditLog() {
        return folder.resolve("audit.log");
    }

    private void launch() throws IOException, InterruptedException {
        int etcdPort = ChildProcess.freePort();
        String etcd = "http://127.0.0.1:" + etcdPort;
        String peer = "http://127.0.0.1:" + ChildProcess.freePort();
        processes.add(ChildProcess.start(
                binaries.resolve("etcd"),
                folder,
                "--data-dir=" + folder.resolve("etcd"),
                "--unsafe-no-fsync",
                "--listen-client-urls=" + etcd,
                "--advertise-client-urls=" + etcd,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer));
        Path serviceAccountKey = ClusterBinaries.newKey(folder.resolve("service-account.key"));
        Path tokens =
                ClusterBinaries.writePrivate(folder.resolve("tokens.csv"), token + ",admin,admin,\"system:masters\"\n");
        processes.add(ChildProcess.start(
                binaries.resolve("kube-apiserver"),
                folder,
                "--etcd-servers=" + etcd,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + apiPort,
                "--cert-dir=" + folder.resolve("certificates"),
                "--token-auth-file=" + tokens,
                "--service-account-issuer=https://127.0.0.1:" + apiPort,
                "--service-account-key-file=" + serviceAccountKey,
                "--service-account-signing-key-file=" + serviceAccountKey,
                "--service-cluster-ip-range=10.96.0.0/16",
                "--endpoint-reconciler-type=none",
                "--audit-policy-file="
                        + ClusterBinaries.writePrivate(folder.resolve("audit-policy.yaml"), AUDIT_POLICY),
                "--audit-log-path=" + auditLog(),
                "--audit-log-maxsize=1000",
                "--authorization-mode=Node,RBAC"));
        awaitReady();
        processes.add(ChildProcess.start(
                binaries.resolve("kube-controller-manager"),
                folder,
                "--kubeconfig=" + kubeconfig(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + ChildProcess.freePort(),
                "--cert-dir=" + folder.resolve("manager-certificates"),
                "--leader-elect=false",
                "--service-account-private-key-file=" + serviceAccountKey,
                "--controllers=deployment-controller,replicaset-controller,garbage-collector-controller,"
                        + "namespace-controller,serviceaccount-controller,disruption-controller,"
                        + "clusterrole-aggregation-controller"));
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Path certificate = folder.resolve("certificates").resolve("apiserver.crt");
        while (true) {
            for (ChildProcess process : processes) {
                process.requireAlive();
            }
            if (Files.exists(certificate) && answers()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IOException("kube-apiserver is not ready after " + PATIENCE.toSeconds() + " s; see "
                        + folder.resolve("kube-apiserver.log"));
            }
            Thread.sleep(100);
        }
    }

    private boolean answers() {
        Config impatient =
                new ConfigBuilder(adminConfig()).withRequestRetryBackoffLimit(0).build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(impatient).build()) {
            return "ok".equals(client.raw("/readyz"))
                    && client.serviceAccounts().inNamespace("kube-system").list() != null
                    && client.namespaces().withName("default").get() != null;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    /** The kubectl of the same version; give it {@link #kubeconfig}. */
    public static Path kubectl() {
        Path kubectl = ClusterBinaries.folder().resolve("kubectl");
        if (!Files.isExecutable(kubectl)) {
            throw new IllegalStateException("no " + kubectl + ": run the tests with `make test`, which installs it");
        }
        return kubectl;
    }

    /** A kubeconfig file of the client that may do everything, for kubectl and other programs. */
    public Path kubeconfig() throws IOException {
        return ClusterBinaries.writePrivate(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters:
                - name: test
                  cluster: {server: "https://127.0.0.1:%d", certificate-authority: "%s"}
                users:
                - name: admin
                  user: {token: "%s"}
                contexts:
                - name: test
                  context: {cluster: test, user: admin}
                current-context: test
                """.formatted(
                        apiPort, folder.resolve("certificates").resolve("apiserver.crt"), token));
    }

    @Override
    public void close() {
        processes.reversed().forEach(ChildProcess::close);
    }
}
