package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.contract.plan.PlanDocument;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Annotation catchment.dev/paused, on every kind. */
class PausedIT extends TeamTest {
    private static final String PAUSE = ", annotations: {catchment.dev/paused: \"true\"}}";

    @Test
    void aWorkspaceThatIsPausedStaysAsItIsWithAllThatBelongsToIt() {
        // Given
        team.apply(WORKSPACE, SOURCE, destination("crm", true));
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Ready"))
                .isEqualTo("True/Ready"));
        team.apply(paused(WORKSPACE));
        eventually().until(() -> Labels.paused(team.workspace("acme")));
        Map<String, PlanDocument> before = team.plan("acme");

        // When it changes, what belongs to it changes, is made anew or is taken away
        team.apply(paused(WORKSPACE).replace("spec: {}", "spec: {ingest: {replicas: 3}}"));
        team.admin
                .services()
                .inNamespace(team.namespace)
                .withName("acme-ingest")
                .delete();
        team.apply(destination("crm", false), SOURCE.replace("name: web}", "name: app}"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.source("app"), "Ready")).isEqualTo("Unknown/WorkspacePaused");
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("Unknown/WorkspacePaused");
        });
        assertThat(message(team.source("app"), "Ready"))
                .contains("Workspace \"acme\" is paused", "catchment.dev/paused");
        assertThat(condition(team.source("web"), "Ready")).isEqualTo("True/Ready");
        assertThat(team.plan("acme")).isEqualTo(before);
        assertThat(team.workspace("acme").getStatus().observedGeneration())
                .isLessThan(team.workspace("acme").getMetadata().getGeneration());
        assertThat(service()).isFalse();

        // When the operator starts again, nothing is different
        team.stopOperator();
        team.startOperator();
        team.apply(SOURCE.replace("name: web}", "name: tv}"));
        eventually().untilAsserted(() -> assertThat(condition(team.source("tv"), "Ready"))
                .isEqualTo("Unknown/WorkspacePaused"));
        assertThat(condition(team.source("web"), "Ready")).isEqualTo("True/Ready");
        assertThat(service()).isFalse();

        // When it goes on
        team.apply(WORKSPACE.replace("spec: {}", "spec: {ingest: {replicas: 3}}"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(service()).isTrue();
            assertThat(team.plan("acme")).containsKeys("source.app", "source.tv");
            assertThat(team.plan("acme").get("destination.crm").toString()).contains("enabled=false");
            assertThat(team.workspace("acme").getStatus().observedGeneration())
                    .isEqualTo(team.workspace("acme").getMetadata().getGeneration());
        });
    }

    @Test
    void aPausedWorkspaceThatIsDeletedGoesAndItsDataStay() {
        // Given
        String withData = WORKSPACE.replace("spec: {}", "spec: {deletionPolicy: Delete}");
        team.apply(withData, SOURCE);
        eventually().until(() -> team.plan("acme").containsKey("source.web"));
        team.apply(paused(withData));

        // When
        team.admin.resource(team.workspace("acme")).delete();

        // Then
        eventually().untilAsserted(() -> assertThat(team.workspace("acme")).isNull());
        assertThat(team.plan("acme")).containsKey("source.web");
        assertThat(team.events("Workspace", "acme")).contains("Warning DataLeftBehind");
        eventually().untilAsserted(() -> assertThat(condition(team.source("web"), "Ready"))
                .isEqualTo("False/RefNotFound"));
    }

    @Test
    void whatNeedsAPausedFilterDoesNotWaitForItsNewVersion() {
        // Given
        team.apply(WORKSPACE, SOURCE, FILTER, needing("one.example"));
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Ready"))
                .isEqualTo("True/Ready"));
        PlanDocument filter = team.plan("acme").get("filter.no-staff");

        // When
        team.apply(paused(FILTER).replace("'staff'", "'guest'"), paused(SOURCE).replace("website", "server"));
        team.apply(needing("two.example"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(team.plan("acme").get("destination.crm").toString()).contains("two.example");
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("True/Ready");
        });
        assertThat(team.plan("acme").get("filter.no-staff")).isEqualTo(filter);
        assertThat(team.plan("acme").get("source.web").toString()).contains("type=website");
        assertThat(team.filter("no-staff").getStatus().observedGeneration())
                .isLessThan(team.filter("no-staff").getMetadata().getGeneration());

        // When
        team.apply(FILTER.replace("'staff'", "'guest'"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(team.plan("acme").get("filter.no-staff").toString()).contains("guest");
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("True/Ready");
        });
    }

    @Test
    void aBuiltInTypeThatIsPausedIsNeitherOverwrittenNorPutBack() {
        // Given a title that somebody wrote
        eventually().until(() -> type("slack").get() != null && type("mixpanel").get() != null);
        String title = type("slack").get().getSpec().title();
        patch("slack", "{\"metadata\":{\"annotations\":{\"" + Labels.PAUSED + "\":\"true\"}}}");
        patch("slack", "{\"spec\":{\"title\":\"Ours\"}}");
        try {
            // When the operator starts, and brings another one up to date
            team.stopOperator();
            type("mixpanel").delete();
            team.startOperator();
            eventually().until(() -> type("mixpanel").get() != null);

            // Then
            assertThat(type("slack").get().getSpec().title()).isEqualTo("Ours");

            // When it is paused no longer
            patch("slack", "{\"metadata\":{\"annotations\":{\"" + Labels.PAUSED + "\":null}}}");

            // Then
            eventually()
                    .untilAsserted(() ->
                            assertThat(type("slack").get().getSpec().title()).isEqualTo(title));

            // When it is deleted while it is paused, and then another one that is not
            patch("slack", "{\"metadata\":{\"annotations\":{\"" + Labels.PAUSED + "\":\"true\"}}}");
            type("slack").delete();
            eventually().until(() -> type("slack").get() == null);
            String uid = type("mixpanel").get().getMetadata().getUid();
            type("mixpanel").delete();
            eventually()
                    .until(() -> !type("mixpanel").get().getMetadata().getUid().equals(uid));

            // Then
            assertThat(type("slack").get()).isNull();
        } finally {
            team.stopOperator();
            team.startOperator();
            eventually().until(() -> type("slack").get() != null);
        }
    }

    /** Whatever the operator writes meanwhile. */
    private void patch(String type, String json) {
        type(type).patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    private Resource<DestinationType> type(String name) {
        return team.admin.resources(DestinationType.class).withName(name);
    }

    private boolean service() {
        return team.admin
                        .services()
                        .inNamespace(team.namespace)
                        .withName("acme-ingest")
                        .get()
                != null;
    }

    private static String needing(String host) {
        return destination("crm", true).replace("crm.example", host) + "  requiredFilterRefs: [{name: no-staff}]\n";
    }

    private static String paused(String yaml) {
        return yaml.replaceFirst("(metadata: \\{name: [-a-z]+)}", "$1" + PAUSE.replace("$", "\\$"));
    }
}
