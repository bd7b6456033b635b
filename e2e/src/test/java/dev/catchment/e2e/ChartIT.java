package dev.catchment.e2e;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.operator.CatchmentOperator;
import dev.catchment.operator.OperatorSettings;
import dev.catchment.testkit.ForeignCrds;
import dev.catchment.testkit.TestCluster;
import dev.catchment.testkit.TestNats;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart makes of values, as a real kube-apiserver and a real nats-server take it. */
class ChartIT {
    private static final Path VALUES = Repository.ROOT.resolve("e2e/src/test/helm");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(folder.resolve("cluster"));
        try (KubernetesClient admin = CatchmentOperator.client(cluster.adminConfig())) {
            for (Path file : ForeignCrds.monitoring()) {
                kubectl("apply", "--server-side", "-f", file.toString()).lines();
            }
            for (String namespace : List.of("catchment-system", "team-a", "team-b")) {
                admin.resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                                .endMetadata()
                                .build())
                        .create();
            }
        }
        kubectl("wait", "--for", "condition=Established", "crd", "--all").lines();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    static Stream<Path> values() throws IOException {
        try (Stream<Path> files = Files.list(VALUES)) {
            return files.sorted().toList().stream();
        }
    }

    @Test
    void helmHasNothingToSayAboutTheChart() throws Exception {
        // When
        Command lint = Helm.withoutCluster().run("lint", "--strict", Helm.CHART.toString());

        // Then
        assertThat(lint.lines()).contains("1 chart(s) linted, 0 chart(s) failed");
        assertThat(lint.out()).noneMatch(line -> line.startsWith("[WARNING]"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aRealKubeApiserverTakesEveryObject(Path values) throws Exception {
        // Given
        List<String> documents = Helm.render("--values", values.toString());
        Path all = Files.writeString(folder.resolve("all.yaml"), String.join("\n---\n", documents));

        // When
        List<String> taken = kubectl("apply", "--server-side", "--dry-run=server", "-f", all.toString())
                .lines();

        // Then
        assertThat(taken).hasSameSizeAs(documents).allMatch(line -> line.contains("serverside-applied"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aRealNatsServerTakesItsConfiguration(Path values) throws Exception {
        // Given
        List<String> documents = Helm.render("--values", values.toString());
        for (HasMetadata object : Helm.objects(documents).toList()) {
            if (!object.getKind().equals("StatefulSet")) {
                continue;
            }
            // When
            String name = object.getMetadata().getName();
            String text = Helm.find(documents, "ConfigMap", name)
                    .at("/data/nats.conf")
                    .asText();
            Path conf = Files.writeString(folder.resolve("nats.conf"), text);
            List<String> command = new ArrayList<>(List.of("env"));
            natsEnvironment(Helm.find(documents, "StatefulSet", name))
                    .forEach((variable, value) -> command.add(variable + "=" + value));
            command.addAll(List.of(TestNats.binary().toString(), "-t", "-c", conf.toString()));
            Command check = Command.run(folder, command.toArray(String[]::new));

            // Then
            assertThat(check.err()).contains("is valid");
            assertThat(check.status()).isZero();
            assertThat(text).contains("sync_interval: always").doesNotContainPattern("password: \"?p[A-Za-z0-9]{20}");
        }
    }

    /** As the kubelet composes it, with a password that the chart could have made. */
    private static Map<String, String> natsEnvironment(JsonNode statefulSet) {
        String password = "p9999e8888888888888888888888888";
        Map<String, String> environment = new TreeMap<>(Map.of("POD_NAME", "nats-0"));
        for (JsonNode variable : statefulSet.at("/spec/template/spec/containers/0/env")) {
            String name = variable.path("name").asText();
            environment.putIfAbsent(
                    name,
                    variable.has("value")
                            ? variable.path("value").asText().replace("$(NATS_SYSTEM_PASSWORD)", password)
                            : password);
        }
        return environment;
    }

    @ParameterizedTest
    @MethodSource("values")
    void theOperatorReadsItsEnvironment(Path values) throws Exception {
        // Given
        List<String> documents = Helm.render("--values", values.toString());
        Map<String, String> environment = new HashMap<>();
        for (String document : documents) {
            JsonNode tree = Helm.tree(document);
            if (tree.path("kind").asText().equals("Deployment")) {
                tree.at("/spec/template/spec/containers/0/env")
                        .forEach(variable -> environment.put(
                                variable.path("name").asText(),
                                variable.path("value").asText()));
            }
        }

        // When
        OperatorSettings settings = OperatorSettings.fromEnvironment(environment);

        // Then it uses every variable that is set for it
        Set<String> known = Set.of(
                "CATCHMENT_NATS_SERVERS",
                "CATCHMENT_NATS_CREDENTIALS_DIR",
                "CATCHMENT_NATS_INGEST_CREDENTIALS_SECRET",
                "CATCHMENT_NATS_DELIVERY_CREDENTIALS_SECRET",
                "CATCHMENT_NATS_REPLICAS",
                "CATCHMENT_LOG_MAX_BYTES",
                "CATCHMENT_ARCHIVE_MAX_BYTES",
                "CATCHMENT_PLAN_MAX_BYTES",
                "CATCHMENT_INGEST_IMAGE",
                "CATCHMENT_DELIVERY_IMAGE",
                "CATCHMENT_IMAGE_PULL_POLICY",
                "CATCHMENT_IMAGE_PULL_SECRETS",
                "CATCHMENT_WATCH_NAMESPACES",
                "CATCHMENT_LEADER_ELECTION_LEASE",
                "CATCHMENT_DELETION_PATIENCE_SECONDS",
                "CATCHMENT_DRIFT_POLL_SECONDS",
                "CATCHMENT_CLUSTER_ID",
                "CATCHMENT_ADMIN_PORT",
                "CATCHMENT_EGRESS_MAXIMUM_CIDRS",
                "CATCHMENT_EGRESS_MAXIMUM_PORTS");
        assertThat(environment.keySet().stream().filter(name -> name.startsWith("CATCHMENT_")))
                .isSubsetOf(known);
        assertThat(settings.adminPort()).isEqualTo(8081);
        assertThat(settings.operatorCredentialsSecret()).isEmpty();
        switch (values.getFileName().toString()) {
            case "two-namespaces.yaml" -> {
                assertThat(settings.watchNamespaces()).containsExactlyInAnyOrder("team-a", "team-b");
                assertThat(settings.egressMaximum().allowCidrs()).containsExactly("10.0.0.0/8");
                assertThat(settings.egressMaximum().allowPorts()).isEmpty();
                assertThat(settings.ingestImage()).isEqualTo("registry.example/catchment/ingest:1.2.3");
                assertThat(settings.imagePullSecrets()).containsExactly("registry");
            }
            case "every-namespace.yaml" ->
                assertThat(settings.watchNamespaces()).isEmpty();
            case "own-nats.yaml" -> {
                assertThat(settings.nats().servers())
                        .containsExactly("nats://nats-0.nats:4222", "nats://nats-1.nats:4223");
                assertThat(settings.natsReplicas()).isEqualTo(3);
                assertThat(settings.planeCredentialsSecrets().values()).containsOnly("nats-planes");
            }
            case "three-servers.yaml" -> {
                assertThat(settings.natsReplicas()).isEqualTo(3);
                assertThat(settings.leaderElection()).contains("catchment-operator");
                assertThat(settings.logMaxBytes()).isEqualTo(50L << 30);
            }
            default -> {
                assertThat(settings.watchNamespaces()).hasSize(1);
                assertThat(settings.egressMaximum().allowPorts()).isNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "operator.replica=2|at '/operator': additional properties 'replica' not allowed",
                "operator.replicas=two|at '/operator/replicas': got string, want integer",
                "colour=red|additional properties 'colour' not allowed",
                "nats.replicas=2|at '/nats/replicas': value must be one of 1, 3",
                "nats.persistence.size=plenty|at '/nats/persistence/size'",
                "watchNamespaces=all|at '/watchNamespaces': got string, want array",
                "nats.enabled=false|nats.servers: name the servers",
                "nats.servers[0]=nats://a:4222|nats.servers: is for a NATS of your own",
                "nats.credentialsSecret=a|use nats.auth.existingSecrets",
                "nats.auth.existingSecrets.operator=a|name all four",
                "nats.streamReplicas=3|nats.streamReplicas: 3 copies need as many servers",
                "nats.persistence.size=5Gi|that is more than 80 % of the 4608 MiB that NATS has: raise nats.persistence.size",
                "workspaceDefaults.archiveMaxBytes=7Gi|workspaceDefaults: a hub needs 15488 MiB",
                "'nats.enabled=false,nats.servers[0]=nats://a:4222,nats.credentialsSecret=a'|the planes have none: name the Secrets",
                "'watchNamespaces[0]=*,watchNamespaces[1]=team-a'|is every namespace: give it alone",
            })
    void wrongValuesAreRefusedWithTheirPathAndTheWayOut(String values, String words) throws Exception {
        // When
        Command template = Helm.withoutCluster().run("template", "catchment", Helm.CHART.toString(), "--set", values);

        // Then
        assertThat(template.status()).isNotZero();
        assertThat(template.err()).contains(words);
    }

    @Test
    void thePackedChartIsTheSameChart() throws Exception {
        // Given
        Helm.withoutCluster()
                .run("package", Helm.CHART.toString(), "--destination", folder.toString())
                .lines();

        // When
        Command packed = Helm.withoutCluster()
                .run(
                        "template",
                        "catchment",
                        folder.resolve("catchment-0.1.0.tgz").toString(),
                        "--values",
                        VALUES.resolve("gitops.yaml").toString());

        // Then
        assertThat(packed.lines())
                .isEqualTo(Helm.withoutCluster()
                        .run(
                                "template",
                                "catchment",
                                Helm.CHART.toString(),
                                "--values",
                                VALUES.resolve("gitops.yaml").toString())
                        .lines());
        assertThat(packed.out().stream().filter(line -> line.contains("kind: \"CustomResourceDefinition\"")))
                .hasSize(5);
    }

    @Test
    void noRuleOfTheDefaultReachesASecretOutsideOfTheReleasesNamespace() throws Exception {
        // When
        List<JsonNode> clusterRoles = new ArrayList<>();
        for (String document : Helm.render()) {
            JsonNode tree = Helm.tree(document);
            if (tree.path("kind").asText().equals("ClusterRole")) {
                clusterRoles.add(tree);
            }
        }

        // Then
        Set<String> resources = clusterRoles.stream()
                .filter(role -> role.at("/metadata/name").asText().endsWith("-operator"))
                .flatMap(role -> StreamSupport.stream(role.path("rules").spliterator(), false))
                .flatMap(rule -> StreamSupport.stream(rule.path("resources").spliterator(), false))
                .map(JsonNode::asText)
                .collect(toSet());
        assertThat(resources)
                .containsExactlyInAnyOrder("destinationtypes", "destinationtypes/status", "events", "namespaces");
        assertThat(clusterRoles).hasSize(4);
    }

    @Test
    void prometheusTakesEveryAlertAndTheQueryOfEveryPanel() throws Exception {
        // Given
        List<String> documents =
                Helm.render("--values", VALUES.resolve("monitored.yaml").toString());
        Path alerts = Files.writeString(
                folder.resolve("alerts.json"),
                Helm.find(documents, "PrometheusRule", "catchment").path("spec").toString());
        ArrayNode queries = JSON.createArrayNode();
        JsonNode dashboard = JSON.readTree(Helm.find(documents, "ConfigMap", "catchment-dashboard")
                .at("/data/catchment.json")
                .asText());
        dashboard.path("panels").forEach(panel -> panel.path("targets").forEach(target -> queries.addObject()
                .put("record", "panel:" + queries.size())
                .put("expr", target.path("expr").asText().replace("$__rate_interval", "5m"))));
        ObjectNode group = JSON.createObjectNode().put("name", "panels");
        group.set("rules", queries);
        ObjectNode panels = JSON.createObjectNode();
        panels.putArray("groups").add(group);
        Path file = Files.writeString(folder.resolve("panels.json"), panels.toString());

        // When
        Command check = Command.run(folder, promrules(), alerts.toString(), file.toString());

        // Then
        assertThat(check.lines()).containsExactly(alerts + ": 12 rules", file + ": " + queries.size() + " rules");
        assertThat(queries).hasSizeGreaterThan(15);
        assertThat(Files.readString(alerts))
                .contains("data-catchment-nats-[0-9]+", "service=\\\"catchment-operator\\\"")
                .doesNotContain("NAMESPACE", "OPERATOR", "NATS-");
    }

    private static String promrules() {
        String path = System.getenv("CATCHMENT_PROMRULES");
        if (path == null || !Files.isExecutable(Path.of(path))) {
            throw new IllegalStateException(
                    "CATCHMENT_PROMRULES does not name promrules: run the tests with `make test`, which builds it");
        }
        return path;
    }

    private static Command kubectl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                TestCluster.kubectl().toString(),
                "--kubeconfig",
                cluster.kubeconfig().toString()));
        command.addAll(List.of(arguments));
        return Command.run(folder, command.toArray(String[]::new));
    }
}
