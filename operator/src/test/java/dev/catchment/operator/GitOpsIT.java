package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.testkit.AuditedWrite;
import dev.catchment.testkit.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in git is applied again and again, by kubectl and by what Argo CD and Flux do: nobody fights anybody. */
class GitOpsIT extends TeamTest {
    private static final String TYPE = """
            apiVersion: catchment.dev/v1alpha1
            kind: DestinationType
            metadata: {name: git-tool}
            spec:
              version: "1"
              title: Tool
              modes: [cloud]
              actions: {send: {requests: [{url: "https://tool.example/"}]}}
              presets: [{name: all, when: {cel: "true"}, action: send}]
            """;

    private static final List<String> ALL = List.of(
            WORKSPACE.replace("spec: {}", "spec: {deletionPolicy: Delete}"),
            SOURCE,
            FILTER,
            destination("crm", true),
            TYPE);

    @TempDir
    private Path git;

    private Path manifests;

    @BeforeEach
    void commit() throws IOException {
        manifests = Files.writeString(git.resolve("hub.yaml"), String.join("\n---\n", ALL));
    }

    @AfterEach
    void remove() throws Exception {
        kubectl(0, "delete", "--ignore-not-found", "-f", manifests.toString());
        eventually().until(() -> team.workspace("acme") == null);
    }

    @Test
    void whatIsAppliedTwiceShowsNoDifferenceAndCausesNoWrite() throws Exception {
        // Given
        kubectl(0, "apply", "-f", manifests.toString());
        untilReady();

        // When
        List<AuditedWrite> writes = team.operatorWrites();
        Map<String, String> versions = versions();
        String again = kubectl(0, "apply", "-f", manifests.toString());

        // Then
        assertThat(again.lines()).hasSize(5).allMatch(line -> line.endsWith(" unchanged"));
        assertThat(kubectl(0, "diff", "-f", manifests.toString())).isEmpty();
        settle();
        assertThat(versions()).isEqualTo(versions);
        assertThat(team.operatorWrites()).isEqualTo(writes);

        // When others apply the same server-side, which gives them a share in the fields
        String[] argo = {"--server-side", "--field-manager=argocd-controller", "-f", manifests.toString()};
        kubectl(0, join("apply", argo));
        applyAs("kustomize-controller");
        settle();
        Map<String, String> shared = versions();
        kubectl(0, join("apply", argo));
        applyAs("kustomize-controller");

        // Then
        assertThat(kubectl(0, join("diff", argo))).isEmpty();
        settle();
        assertThat(versions()).isEqualTo(shared);
        assertThat(team.operatorWrites()).isEqualTo(writes);
    }

    @Test
    void theOperatorOwnsTheStatusAndNothingElse() throws Exception {
        // When
        kubectl(0, "apply", "--server-side", "-f", manifests.toString());
        untilReady();

        // Then
        for (HasMetadata resource : resources()) {
            List<ManagedFieldsEntry> fields = resource.getMetadata().getManagedFields();
            assertThat(fields.stream().filter(f -> "status".equals(f.getSubresource())))
                    .as(resource.getKind() + ": its status")
                    .hasSize(1)
                    .allSatisfy(f -> {
                        assertThat(f.getManager()).startsWith("catchment-");
                        assertThat(f.getFieldsV1().getAdditionalProperties()).containsOnlyKeys("f:status");
                    });
            assertThat(fields.stream()
                            .filter(f -> f.getSubresource() == null
                                    && !f.getManager().equals("kubectl")))
                    .as(resource.getKind() + ": its other owners")
                    .allSatisfy(f -> assertThat(
                                    f.getFieldsV1().getAdditionalProperties().toString())
                            .contains("catchment.dev/data")
                            .isEqualTo("{f:metadata={f:finalizers={.={}, v:\"catchment.dev/data\"={}}}}"));
        }
        assertThat(team.workspace("acme").getMetadata().getFinalizers()).containsExactly("catchment.dev/data");
    }

    @Test
    void whatSomebodyElseAddedStays() throws Exception {
        // Given
        kubectl(0, "apply", "--server-side", "-f", manifests.toString());
        untilReady();

        // When
        kubectl(0, "annotate", "destinations", "crm", "team.example/owner=growth");
        kubectl(0, "label", "sources", "web", "team=growth");
        settle();

        // Then
        assertThat(team.destination("crm").getMetadata().getAnnotations())
                .containsEntry("team.example/owner", "growth");
        assertThat(team.source("web").getMetadata().getLabels()).containsEntry("team", "growth");
        assertThat(kubectl(0, "diff", "--server-side", "-f", manifests.toString()))
                .isEmpty();
    }

    private void untilReady() {
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(resources())
                .allSatisfy(
                        r -> assertThat(condition(r, "Ready")).as(r.getKind()).isEqualTo("True/Ready")));
        settle();
    }

    private void applyAs(String manager) {
        for (String yaml : ALL) {
            HasMetadata resource = team.admin.getKubernetesSerialization().unmarshal(yaml);
            PatchContext apply = new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager(manager)
                    .withForce(true)
                    .build();
            if (resource instanceof DestinationType) {
                team.admin.resource(yaml).patch(apply);
            } else {
                team.admin.resource(yaml).inNamespace(team.namespace).patch(apply);
            }
        }
    }

    private List<HasMetadata> resources() {
        return List.of(
                team.workspace("acme"),
                team.source("web"),
                team.filter("no-staff"),
                team.destination("crm"),
                team.admin.resources(DestinationType.class).withName("git-tool").get());
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        resources().forEach(r -> versions.put(r.getKind(), r.getMetadata().getResourceVersion()));
        return versions;
    }

    /** Until nothing was written for two seconds: nothing to await, because nothing is what is expected. */
    private void settle() {
        int[] last = {-1};
        await().atMost(TestTeam.PATIENCE)
                .pollDelay(Duration.ofSeconds(1))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    int before = last[0];
                    last[0] = team.operatorWrites().size();
                    return before == last[0];
                });
    }

    private static String[] join(String first, String... rest) {
        return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
    }

    /** @return what it says; its complaints too if it ends with another code */
    private String kubectl(int code, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                TestCluster.kubectl().toString(),
                "--kubeconfig=" + TestTeam.cluster().kubeconfig(),
                "--namespace=" + team.namespace));
        command.addAll(List.of(arguments));
        Path complaints = git.resolve("complaints");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
        builder.environment().put("HOME", git.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as("%s%n%s%n%s", command, said, Files.readString(complaints))
                .isEqualTo(code);
        return said;
    }
}
