package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.FilterDocument;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

/** What is bad, or newer than this operator, stops only itself. */
class LenienceIT extends TeamTest {

    @Test
    void unknownFieldsAndValuesDoNotStopTheOperator() {
        // Given a schema of a newer version
        CustomResourceDefinition shipped = team.admin
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("sources.catchment.dev")
                .get();
        team.admin
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("sources.catchment.dev")
                .edit(crd -> {
                    crd.getSpec().getVersions().forEach(version -> {
                        var spec = version.getSchema()
                                .getOpenAPIV3Schema()
                                .getProperties()
                                .get("spec");
                        spec.setXKubernetesPreserveUnknownFields(true);
                        spec.getProperties().get("type").setEnum(null);
                    });
                    return crd;
                });
        try {
            // When
            team.apply(WORKSPACE);
            eventually()
                    .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                    .until(() -> {
                        team.apply(SOURCE.replace("web}", "fridge}")
                                .replace("type: website", "type: fridge, temperature: {celsius: 4}"));
                        return team.source("fridge") != null;
                    });
            team.apply(SOURCE);

            // Then
            eventually().untilAsserted(() -> {
                assertThat(condition(team.source("fridge"), "Accepted")).startsWith("False/");
                assertThat(condition(team.source("fridge"), "Stalled")).startsWith("True/");
                assertThat(condition(team.source("web"), "Accepted")).isEqualTo("True/Accepted");
            });

            // When the operator starts with it
            team.stopOperator();
            team.startOperator();
            team.apply(SOURCE.replace("web}", "web2}"));

            // Then
            eventually().untilAsserted(() -> assertThat(condition(team.source("web2"), "Accepted"))
                    .isEqualTo("True/Accepted"));
        } finally {
            team.admin.resource(team.source("fridge")).delete();
            team.admin
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName("sources.catchment.dev")
                    .edit(crd -> {
                        crd.setSpec(shipped.getSpec());
                        return crd;
                    });
        }
    }

    @Test
    void aFilterThatBecomesInvalidStaysInForceAsItWas() {
        // Given
        team.apply(WORKSPACE, SOURCE, FILTER, destination("crm", true));
        eventually().until(() -> team.plan("acme").containsKey("filter.no-staff"));
        FilterDocument before = (FilterDocument) team.plan("acme").get("filter.no-staff");

        // When
        team.apply(FILTER.replace("event.userId == 'staff'", "event.userId =="));

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.filter("no-staff"), "Accepted"))
                .startsWith("False/"));
        assertThat(condition(team.filter("no-staff"), "Stalled")).startsWith("True/");
        assertThat(message(team.filter("no-staff"), "Accepted")).contains("spec.when.cel");
        assertThat(team.plan("acme").get("filter.no-staff")).isEqualTo(before);

        // When the operator restarts, and something else changes
        team.stopOperator();
        team.startOperator();
        team.apply(destination("other", true));
        eventually().until(() -> team.plan("acme").containsKey("destination.other"));

        // Then it still is: it was read back from the plan
        assertThat(team.plan("acme").get("filter.no-staff")).isEqualTo(before);
    }

    @Test
    void whatIsPausedIsLeftAlone() {
        // Given
        team.apply(WORKSPACE, SOURCE, destination("crm", true));
        eventually().until(() -> team.plan("acme").containsKey("destination.crm"));
        String paused = destination("crm", false)
                .replace("{name: crm}", "{name: crm, annotations: {catchment.dev/paused: \"true\"}}");

        // When
        team.apply(paused);
        team.apply(destination("other", true));
        eventually().until(() -> team.plan("acme").containsKey("destination.other"));

        // Then
        assertThat(team.plan("acme").get("destination.crm").toString()).contains("enabled=true");
        assertThat(team.destination("crm").getStatus().observedGeneration())
                .isLessThan(team.destination("crm").getMetadata().getGeneration());

        // When
        team.apply(destination("crm", false));

        // Then
        eventually().untilAsserted(() -> assertThat(
                        team.plan("acme").get("destination.crm").toString())
                .contains("enabled=false"));
    }
}
