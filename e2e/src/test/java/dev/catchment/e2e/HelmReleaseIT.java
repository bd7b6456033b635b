package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.operator.CatchmentOperator;
import dev.catchment.testkit.TestCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The life of a release in a real control plane, where nothing starts its pods: one test after the other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HelmReleaseIT {
    private static final String SYSTEM = "catchment-system";
    private static final String OPERATOR = "system:serviceaccount:catchment-system:catchment-operator";
    private static final String OTHER_OPERATOR = "system:serviceaccount:team-b:other-catchment-operator";
    private static final String NEWER = "Keeps events, or parts of them,";
    private static final List<String> PASSWORDS = List.of("operator", "ingest", "delivery", "system");

    @TempDir
    private static Path folder;

    private static TestCluster cluster;
    private static KubernetesClient admin;
    private static Helm helm;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(folder.resolve("cluster"));
        admin = CatchmentOperator.client(cluster.adminConfig());
        helm = Helm.of(cluster.kubeconfig());
        for (String namespace : List.of(SYSTEM, "team-a", "team-b")) {
            admin.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
        }
        install("catchment", SYSTEM).lines();
    }

    @AfterAll
    static void end() {
        admin.close();
        cluster.close();
    }

    @Test
    @Order(1)
    void theOperatorMayDoInTheReleasesNamespaceWhatItMustAndLittleOutside() {
        awaitRight(true, OPERATOR, SYSTEM, "", "secrets", "get");
        assertThat(may(OPERATOR, SYSTEM, "apps", "deployments", "create")).isTrue();
        assertThat(may(OPERATOR, SYSTEM, "catchment.dev", "workspaces/status", "patch"))
                .isTrue();
        assertThat(may(OPERATOR, "", "catchment.dev", "destinationtypes", "create"))
                .isTrue();
        for (String namespace : List.of("team-a", "kube-system", "")) {
            assertThat(may(OPERATOR, namespace, "", "secrets", "get"))
                    .as(namespace)
                    .isFalse();
            assertThat(may(OPERATOR, namespace, "", "secrets", "list"))
                    .as(namespace)
                    .isFalse();
            assertThat(may(OPERATOR, namespace, "apps", "deployments", "create"))
                    .as(namespace)
                    .isFalse();
            assertThat(may(OPERATOR, namespace, "catchment.dev", "workspaces", "list"))
                    .as(namespace)
                    .isFalse();
        }
        assertThat(may(OPERATOR, SYSTEM, "coordination.k8s.io", "leases", "update"))
                .as("alone, it elects nobody")
                .isFalse();
    }

    @Test
    @Order(2)
    void kubernetesOwnRolesLetTeamsDoTheirPart() {
        // Given a user of each role in a team's namespace
        for (String role : List.of("view", "edit", "admin")) {
            admin.resource(new RoleBindingBuilder()
                            .withNewMetadata()
                            .withName(role)
                            .withNamespace("team-a")
                            .endMetadata()
                            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                            .addNewSubject("rbac.authorization.k8s.io", "User", role + "-user", null)
                            .build())
                    .create();
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> team("admin", "workspaces", "create") && team("view", "workspaces", "get"));

        // Then
        for (String kind : List.of("sources", "destinations", "filters")) {
            assertThat(team("view", kind, "list")).as(kind).isTrue();
            assertThat(team("view", kind, "create")).as(kind).isFalse();
            assertThat(team("edit", kind, "patch")).as(kind).isTrue();
            assertThat(team("admin", kind, "delete")).as(kind).isTrue();
        }
        assertThat(team("edit", "workspaces", "get")).isTrue();
        assertThat(team("edit", "workspaces", "create")).isFalse();
        assertThat(team("edit", "workspaces", "delete")).isFalse();
        assertThat(team("admin", "workspaces", "delete")).isTrue();
        assertThat(team("admin", "workspaces/status", "patch")).isFalse();
        assertThat(may("admin-user", "team-b", "catchment.dev", "sources", "list"))
                .isFalse();
    }

    @Test
    @Order(3)
    void anUpgradeKeepsThePasswordsAndGivesTheResourcesTheirNewFields() throws Exception {
        // Given
        List<String> before = passwords(SYSTEM);
        assertThat(before).doesNotHaveDuplicates().allMatch(password -> password.matches("p[A-Za-z0-9]{31}"));
        String hash = natsPasswordsHash();
        Path newer = newerChart();

        // When
        helm.run("upgrade", "catchment", newer.toString(), "--namespace", SYSTEM, "--set", "operator.replicas=2")
                .lines();

        // Then
        assertThat(passwords(SYSTEM)).isEqualTo(before);
        assertThat(natsPasswordsHash()).isEqualTo(hash);
        assertThat(crdText("filters")).contains(NEWER);
        awaitRight(true, OPERATOR, SYSTEM, "coordination.k8s.io", "leases", "update");

        // When a password is changed in its Secret, and the chart applied once more
        admin.secrets().inNamespace(SYSTEM).withName("catchment-nats-ingest").edit(secret -> {
            secret.getData().put("password", "cENoYW5nZWQ=");
            return secret;
        });
        helm.run("upgrade", "catchment", Helm.CHART.toString(), "--namespace", SYSTEM)
                .lines();

        // Then it stays, and NATS is started anew
        assertThat(passwords(SYSTEM).get(1)).isEqualTo("pChanged");
        assertThat(natsPasswordsHash()).isNotEqualTo(hash);
    }

    @Test
    @Order(4)
    void aSecondReleaseIsToldWhatItMayNotHave() throws Exception {
        // When it wants the resource definitions too
        Command again = install("other", "team-b");

        // Then helm says whose they are
        assertThat(again.status()).isNotZero();
        assertThat(again.err()).contains("CustomResourceDefinition", "invalid ownership metadata", SYSTEM);

        // When it wants a namespace that is taken
        Command taken = secondRelease("watchNamespaces[0]=" + SYSTEM);

        // Then
        assertThat(taken.status()).isNotZero();
        assertThat(taken.err())
                .contains("watchNamespaces: namespace catchment-system is already watched by the release catchment in"
                        + " namespace catchment-system");

        // When it wants all
        Command all = secondRelease("watchNamespaces[0]=*");

        // Then
        assertThat(all.status()).isNotZero();
        assertThat(all.err()).contains("namespace catchment-system is already watched by");

        // When it has its own
        secondRelease("watchNamespaces[0]=team-b").lines();

        // Then neither sees the other's
        awaitRight(true, OTHER_OPERATOR, "team-b", "", "secrets", "get");
        awaitRight(false, OTHER_OPERATOR, SYSTEM, "", "secrets", "get");
        awaitRight(false, OPERATOR, "team-b", "", "secrets", "get");
    }

    @Test
    @Order(5)
    void whoWatchesMoreGivesEachNamespaceWhatItNeeds() throws Exception {
        // When
        upgrade("watchNamespaces={catchment-system,team-a}").lines();

        // Then
        awaitRight(true, OPERATOR, "team-a", "", "secrets", "get");
        for (String plane : List.of("ingest", "delivery")) {
            assertThat(secret("team-a", plane).getData())
                    .isEqualTo(secret(SYSTEM, plane).getData());
        }
        assertThat(admin.secrets()
                        .inNamespace("team-a")
                        .withName("catchment-nats-operator")
                        .get())
                .isNull();

        // When a namespace is not there
        Command missing = upgrade("watchNamespaces={team-z}");

        // Then
        assertThat(missing.status()).isNotZero();
        assertThat(missing.err()).contains("watchNamespaces: there is no namespace team-z: create it first");
    }

    @Test
    @Order(6)
    void uninstallingLeavesTheResourcesAndTheirDefinitions() throws Exception {
        // Given
        admin.resource("""
                        apiVersion: catchment.dev/v1alpha1
                        kind: Workspace
                        metadata: {name: acme, namespace: team-a}
                        spec: {}
                        """).create();

        // When
        List<String> said =
                helm.run("uninstall", "catchment", "--namespace", SYSTEM).lines();

        // Then
        assertThat(said).anyMatch(line -> line.contains("[CustomResourceDefinition] workspaces.catchment.dev"));
        assertThat(admin.genericKubernetesResources("catchment.dev/v1alpha1", "Workspace")
                        .inNamespace("team-a")
                        .withName("acme")
                        .get())
                .isNotNull();
        awaitRight(false, OPERATOR, SYSTEM, "", "secrets", "get");

        // When it comes back, by the same name
        install("catchment", SYSTEM).lines();

        // Then
        awaitRight(true, OPERATOR, SYSTEM, "", "secrets", "get");
    }

    @Test
    @Order(7)
    void whoWatchesEverythingIsAlone() throws Exception {
        // When another release has a namespace
        Command shared = upgrade("watchNamespaces={*}");

        // Then
        assertThat(shared.status()).isNotZero();
        assertThat(shared.err())
                .contains("namespace team-b is already watched by the release other in namespace team-b");

        // When it is gone
        helm.run("uninstall", "other", "--namespace", "team-b").lines();
        upgrade("watchNamespaces={*}").lines();

        // Then
        awaitRight(true, OPERATOR, "team-b", "", "secrets", "get");
        assertThat(secondRelease("watchNamespaces[0]=team-b").err())
                .contains("the release catchment in namespace catchment-system already watches every namespace");
    }

    private static Command upgrade(String values) throws Exception {
        return helm.run("upgrade", "catchment", Helm.CHART.toString(), "--namespace", SYSTEM, "--set", values);
    }

    private static Command install(String name, String namespace) throws Exception {
        return helm.run("install", name, Helm.CHART.toString(), "--namespace", namespace);
    }

    private static Command secondRelease(String watch) throws Exception {
        return helm.run(
                "install",
                "other",
                Helm.CHART.toString(),
                "--namespace",
                "team-b",
                "--set",
                "crds.enabled=false,admissionPolicy.enabled=false,aggregateRoles=false,nats.persistence.size=40Gi,"
                        + watch);
    }

    /** This chart with another description in a resource definition. */
    private static Path newerChart() throws IOException {
        Path copy = folder.resolve("newer");
        try (Stream<Path> files = Files.walk(Helm.CHART, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(Helm.CHART.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Path filters = copy.resolve("files/crds/filters.catchment.dev.yaml");
        String text = Files.readString(filters);
        assertThat(text).contains("Keeps events, or fields of them,");
        Files.writeString(filters, text.replace("Keeps events, or fields of them,", NEWER));
        return copy;
    }

    private static String crdText(String plural) {
        return admin.getKubernetesSerialization()
                .asYaml(admin.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(plural + ".catchment.dev")
                        .require());
    }

    private static List<String> passwords(String namespace) {
        List<String> passwords = new ArrayList<>();
        for (String user : PASSWORDS) {
            passwords.add(new String(
                    Base64.getDecoder().decode(secret(namespace, user).getData().get("password")),
                    StandardCharsets.UTF_8));
        }
        return passwords;
    }

    private static Secret secret(String namespace, String user) {
        return admin.secrets()
                .inNamespace(namespace)
                .withName("catchment-nats-" + user)
                .require();
    }

    private static String natsPasswordsHash() {
        return admin.apps()
                .statefulSets()
                .inNamespace(SYSTEM)
                .withName("catchment-nats")
                .require()
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .get("catchment.dev/nats-passwords");
    }

    /** Its authorizer learns of a change a moment later. */
    private static void awaitRight(
            boolean is, String user, String namespace, String group, String resource, String verb) {
        await().atMost(Duration.ofSeconds(60)).until(() -> may(user, namespace, group, resource, verb) == is);
    }

    private static boolean team(String role, String resource, String verb) {
        return may(role + "-user", "team-a", "catchment.dev", resource, verb);
    }

    /** What kube-apiserver's own authorizer says. */
    private static boolean may(String user, String namespace, String group, String resource, String verb) {
        String[] parts = resource.split("/", 2);
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user)
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withGroup(group)
                .withResource(parts[0])
                .withSubresource(parts.length > 1 ? parts[1] : "")
                .withVerb(verb)
                .endResourceAttributes()
                .endSpec()
                .build();
        return admin.authorization()
                .v1()
                .subjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed();
    }
}
