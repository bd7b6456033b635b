package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.DestinationType;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** A cluster whose CRDs are of a newer version, with resources as that one has them. */
class NewerVersionIT extends TeamTest {
    private static final List<String> KINDS =
            List.of("Workspace", "Source", "Destination", "Filter", "DestinationType");
    private static final String TYPE = """
            apiVersion: catchment.dev/v1alpha1
            kind: DestinationType
            metadata: {name: newer}
            spec:
              version: "1"
              actions: {send: {requests: [{url: "https://tool.example"}]}}
              presets: [{name: all, when: {cel: "true"}, action: send}]
            """;

    /** Fields and values that this version does not know. */
    private static final Map<String, String> NOVEL = Map.of(
            "Workspace", "{durability: eternal, moons: 3}",
            "Source", "{workspaceRef: {name: acme}, type: fridge, temperature: {celsius: 4}}",
            "Destination",
                    "{workspaceRef: {name: acme}, type: webhook, sourceSelector: {}, connectionMode: quantum,"
                            + " config: {url: \"https://crm.example\"}, colour: red}",
            "Filter",
                    "{workspaceRef: {name: acme}, sourceSelector: {}, destinationRefs: [{name: crm}],"
                            + " when: {cel: \"true\"}, transform: {cel: \"event\"}}",
            "DestinationType",
                    "{version: \"1\", modes: [quantum], actions: {send: {requests: [{url: \"https://tool.example\"}]}}, moons: 1}");

    /** What is a list or an object here is a text there. */
    private static final Map<String, String> ODD = Map.of(
            "Workspace", "{ingest: many}",
            "Source", "{workspaceRef: {name: acme}, type: server, writeKeys: generated}",
            "Destination", "{workspaceRef: acme, type: webhook, sourceSelector: {}}",
            "Filter", "{workspaceRef: {name: acme}, sourceSelector: all, when: {cel: {text: \"true\"}}}",
            "DestinationType", "{version: \"1\", actions: [send]}");

    @Test
    void whatThisVersionDoesNotKnowStopsOnlyItself() {
        // Given
        team.apply(WORKSPACE, SOURCE, FILTER, destination("crm", true), TYPE);
        eventually().until(() -> team.plan("acme").containsKey("destination.crm"));
        Map<String, CustomResourceDefinition> shipped = new LinkedHashMap<>();
        KINDS.forEach(kind -> shipped.put(kind, crd(kind).get()));
        KINDS.forEach(this::open);
        try {
            KINDS.forEach(kind -> create(kind, "novel", NOVEL.get(kind)));
            // A watch from before goes on to fill in what the schema of then had as defaults.
            team.stopOperator();
            team.startOperator();

            // When
            for (String kind : KINDS) {
                create(kind, "odd", ODD.get(kind));
                create(kind, "bare", null);
            }

            // Then
            eventually().untilAsserted(this::eachIsSaid);
            whatIsGoodGoesOn("later");

            // When the operator starts with them, and with statuses that it did not write
            team.stopOperator();
            KINDS.forEach(this::statusOfANewerVersion);
            team.startOperator();

            // Then
            eventually().untilAsserted(this::eachIsSaid);
            whatIsGoodGoesOn("latest");

            // When a filter that is in force can no longer be read, and something else changes
            var inForce = team.plan("acme").get("filter.no-staff");
            team.admin
                    .genericKubernetesResources("catchment.dev/v1alpha1", "Filter")
                    .inNamespace(team.namespace)
                    .withName("no-staff")
                    .edit(filter -> {
                        Map<String, Object> spec = filter.get("spec");
                        spec.put("when", "always");
                        return filter;
                    });
            eventually().untilAsserted(() -> assertThat(condition(team.filter("no-staff"), "Accepted"))
                    .isEqualTo("False/InvalidSpec"));
            whatIsGoodGoesOn("last");

            // Then it is in force as it was
            assertThat(team.plan("acme").get("filter.no-staff")).isEqualTo(inForce);
            assertThat(message(team.filter("no-staff"), "Ready")).contains("What was in force stays in force");
        } finally {
            KINDS.forEach(kind -> List.of("novel", "odd", "bare")
                    .forEach(name -> generic(kind, name).withGracePeriod(0).delete()));
            generic("DestinationType", "newer").delete();
            generic("Filter", "no-staff").delete();
            KINDS.forEach(kind -> crd(kind).edit(crd -> {
                crd.setSpec(shipped.get(kind).getSpec());
                return crd;
            }));
        }
    }

    private void eachIsSaid() {
        SoftAssertions.assertSoftly(softly -> {
            for (String kind : KINDS) {
                for (String name : List.of("odd", "bare")) {
                    softly.assertThat(condition(resource(kind, name), "Accepted"))
                            .as(kind + " " + name)
                            .isEqualTo("False/InvalidSpec");
                    softly.assertThat(condition(resource(kind, name), "Stalled"))
                            .as(kind + " " + name)
                            .isEqualTo("True/InvalidSpec");
                    softly.assertThat(message(resource(kind, name), "Ready"))
                            .as(kind + " " + name)
                            .contains("spec");
                }
                softly.assertThat(condition(resource(kind, "novel"), "Accepted"))
                        .as(kind)
                        .startsWith("False/");
            }
            softly.assertThat(condition(team.source("web"), "Accepted")).isEqualTo("True/Accepted");
            softly.assertThat(condition(team.destination("crm"), "Accepted")).isEqualTo("True/Accepted");
            softly.assertThat(condition(resource("DestinationType", "newer"), "Accepted"))
                    .isEqualTo("True/Accepted");
        });
    }

    private void whatIsGoodGoesOn(String name) {
        team.apply(SOURCE.replace("name: web}", "name: " + name + "}"), destination(name, true));
        eventually().untilAsserted(() -> {
            assertThat(team.plan("acme")).containsKeys("source." + name, "destination." + name);
            assertThat(condition(team.source(name), "Accepted")).isEqualTo("True/Accepted");
            assertThat(condition(team.destination(name), "Accepted")).isEqualTo("True/Accepted");
        });
    }

    /** Lets everything into spec and status. */
    private void open(String kind) {
        crd(kind).edit(crd -> {
            crd.getSpec().getVersions().forEach(version -> {
                JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
                root.setRequired(new ArrayList<>());
                root.setXKubernetesValidations(new ArrayList<>());
                root.getProperties().put("spec", anything());
                root.getProperties().put("status", anything());
            });
            return crd;
        });
    }

    private static JSONSchemaProps anything() {
        return new JSONSchemaPropsBuilder()
                .withXKubernetesPreserveUnknownFields(true)
                .build();
    }

    /** Until kube-apiserver has taken up the schema, it refuses it. */
    private void create(String kind, String name, String spec) {
        eventually().ignoreExceptionsInstanceOf(KubernetesClientException.class).until(() -> {
            GenericKubernetesResource resource = Serialization.unmarshal(
                    "---\n{apiVersion: catchment.dev/v1alpha1, kind: " + kind + ", metadata: {name: " + name + "}"
                            + (spec == null ? "" : ", spec: " + spec) + "}",
                    GenericKubernetesResource.class);
            var kinds = team.admin.genericKubernetesResources("catchment.dev/v1alpha1", kind);
            (kind.equals("DestinationType")
                            ? kinds.resource(resource)
                            : kinds.inNamespace(team.namespace).resource(resource))
                    .create();
            return true;
        });
    }

    private void statusOfANewerVersion(String kind) {
        String name = Map.of(
                        "Workspace",
                        "acme",
                        "Source",
                        "web",
                        "Destination",
                        "crm",
                        "Filter",
                        "no-staff",
                        "DestinationType",
                        "newer")
                .get(kind);
        eventually().until(() -> {
            generic(kind, name).editStatus(resource -> {
                Map<String, Object> status = new LinkedHashMap<>(resource.get("status"));
                status.put("novel", Map.of("a", List.of(1)));
                status.put("conditions", "all is well");
                resource.setAdditionalProperty("status", status);
                return resource;
            });
            return true;
        });
    }

    private Resource<GenericKubernetesResource> generic(String kind, String name) {
        var kinds = team.admin.genericKubernetesResources("catchment.dev/v1alpha1", kind);
        return kind.equals("DestinationType")
                ? kinds.withName(name)
                : kinds.inNamespace(team.namespace).withName(name);
    }

    private Resource<CustomResourceDefinition> crd(String kind) {
        return team.admin
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(kind.toLowerCase(Locale.ROOT) + "s.catchment.dev");
    }

    private HasMetadata resource(String kind, String name) {
        return switch (kind) {
            case "Workspace" -> team.workspace(name);
            case "Source" -> team.source(name);
            case "Destination" -> team.destination(name);
            case "Filter" -> team.filter(name);
            default ->
                team.admin.resources(DestinationType.class).withName(name).get();
        };
    }
}
