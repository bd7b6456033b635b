package dev.catchment.operator;

import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.contract.Plane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names as long as they may be, and one character more. */
class LongNamesIT {
    private static final int LABEL = 63;
    private static final int SUBDOMAIN = 253;
    private static final String WORKSPACE = name("w", 40);
    private static final String SOURCE = name("s", LABEL);
    private static final String DESTINATION = name("d", LABEL);
    private static final String FILTER = name("f", LABEL);
    private static final String TYPE = name("t", LABEL);
    private static final String SECRET = name("k", 250) + ".io";
    private static final String KEY = name("K", SUBDOMAIN);

    private static final String RESOURCES = """
            apiVersion: catchment.dev/v1alpha1
            kind: Workspace
            metadata: {name: WORKSPACE}
            spec: {ingest: {exposure: {ingress: {hosts: [in.example]}}}}
            ---
            apiVersion: catchment.dev/v1alpha1
            kind: Source
            metadata: {name: SOURCE}
            spec: {workspaceRef: {name: WORKSPACE}, type: server}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: SECRET}
            stringData: {KEY: token}
            ---
            apiVersion: catchment.dev/v1alpha1
            kind: DestinationType
            metadata: {name: TYPE}
            spec:
              version: "A.1.2.3.4.5.6.7.8.9.10.11.12.13"
              config: {properties: {token: {type: string, secret: true, required: true}}}
              auth: {bearer: "${secret.token}"}
              actions: {send: {requests: [{url: "https://tool.example"}]}}
              presets: [{name: all, when: {cel: "true"}, action: send}]
            ---
            apiVersion: catchment.dev/v1alpha1
            kind: Filter
            metadata: {name: FILTER}
            spec:
              workspaceRef: {name: WORKSPACE}
              sourceRefs: [{name: SOURCE}]
              destinationRefs: [{name: DESTINATION}]
              when: {cel: "false"}
              drop: {}
            ---
            apiVersion: catchment.dev/v1alpha1
            kind: Destination
            metadata: {name: DESTINATION}
            spec:
              workspaceRef: {name: WORKSPACE}
              type: TYPE
              sourceRefs: [{name: SOURCE}]
              secretRef: {name: SECRET, keys: {token: KEY}}
              requiredFilterRefs: [{name: FILTER}]
            """.replace("WORKSPACE", WORKSPACE)
            .replace("SOURCE", SOURCE)
            .replace("DESTINATION", DESTINATION)
            .replace("FILTER", FILTER)
            .replace("TYPE", TYPE)
            .replace("SECRET", SECRET)
            .replace("KEY", KEY);

    @TempDir
    private Path folder;

    private TestTeam team;

    @BeforeEach
    void start() throws Exception {
        team = new TestTeam(folder, Duration.ofMinutes(5), CounterRules.STANDARD, name("n", LABEL));
    }

    @AfterEach
    void stop() {
        team.admin.resources(DestinationType.class).withName(TYPE).delete();
        team.close();
    }

    @Test
    void everythingWorksAtTheLimitAndOneMoreIsRefused() {
        // Given // When
        team.apply(RESOURCES);
        team.runPlanes(WORKSPACE);

        // Then
        TeamTest.eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace(WORKSPACE), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.source(SOURCE), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.filter(FILTER), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.destination(DESTINATION), "Ready")).isEqualTo("True/Ready");
        });
        assertThat(team.source(SOURCE).getStatus().generatedWriteKeySecret()).isEqualTo(SOURCE + "-write-key");
        assertThat(team.plan(WORKSPACE)).containsKey("type." + TYPE + ".A.1.2.3.4.5.6.7.8.9.10.11.12.13");
        assertThat(made()).hasSizeGreaterThanOrEqualTo(11).allSatisfy(object -> {
            assertThat(object.getMetadata().getName()).hasSizeLessThanOrEqualTo(LABEL);
            assertThat(object.getMetadata().getLabels().values()).allMatch(value -> value.length() <= LABEL);
        });
        assertThat(team.streams()).hasSizeGreaterThan(8).allMatch(stream -> stream.length() <= 255);

        // When a name is longer
        for (String name : List.of(WORKSPACE, SOURCE, DESTINATION, FILTER, TYPE)) {
            // Then
            assertThatThrownBy(() -> team.apply(document(name).replace("metadata: {name: ", "metadata: {name: x")))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("metadata.name must be a DNS label");
        }
        assertThatThrownBy(() -> team.apply(document(DESTINATION).replace("{name: k", "{name: kkkkk")))
                .hasMessageContaining("spec.secretRef.name");
        assertThatThrownBy(() -> team.apply(document(DESTINATION).replace("token: K", "token: KK")))
                .hasMessageContaining("spec.secretRef.keys.token");
    }

    private List<HasMetadata> made() {
        List<HasMetadata> made = new ArrayList<>();
        made.addAll(team.admin
                .apps()
                .deployments()
                .inNamespace(team.namespace)
                .list()
                .getItems());
        made.addAll(team.admin.services().inNamespace(team.namespace).list().getItems());
        made.addAll(team.admin
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(team.namespace)
                .list()
                .getItems());
        made.addAll(team.admin
                .network()
                .v1()
                .ingresses()
                .inNamespace(team.namespace)
                .list()
                .getItems());
        made.addAll(team.pods(WORKSPACE, Plane.INGEST));
        made.addAll(team.pods(WORKSPACE, Plane.DELIVERY));
        return made;
    }

    private static String document(String name) {
        for (String document : RESOURCES.split("(?m)^---$", -1)) {
            if (document.contains("metadata: {name: " + name + "}")) {
                return document;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static String name(String first, int length) {
        return first + "-".repeat(length - 2) + "z";
    }
}
