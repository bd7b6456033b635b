package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever goes first, all of it goes, and nothing waits for what is gone. */
class RemovalOrderIT extends TeamTest {
    private static final String WITH_DATA = WORKSPACE.replace("spec: {}", "spec: {deletionPolicy: Delete}");

    @Test
    void eachOrderEndsWithNothingLeft() {
        for (String order : List.of(
                "Workspace Source Filter Destination",
                "Destination Filter Source Workspace",
                "Source Workspace Destination Filter",
                "Filter Destination Workspace Source")) {
            // Given, each time anew
            hub();
            List<String> kinds = List.of(order.split(" "));

            // When
            kinds.forEach(kind -> team.admin.resource(resource(kind)).delete());

            // Then
            eventually().untilAsserted(() -> {
                assertThat(kinds).as(order).allMatch(kind -> resource(kind) == null);
                assertThat(team.streams()).as(order).isEmpty();
            });
        }
    }

    @Test
    void aNamespaceGoesWithEverythingInIt() {
        // Given
        hub();

        // When
        team.admin.namespaces().withName(team.namespace).delete();

        // Then
        eventually().untilAsserted(() -> {
            assertThat(team.admin.namespaces().withName(team.namespace).get()).isNull();
            assertThat(team.streams()).isEmpty();
        });
    }

    @Test
    void aKindMayGoAndComeBackWhileTheOperatorRuns() {
        // Given
        hub();
        CustomResourceDefinition filters = team.admin
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("filters.catchment.dev")
                .get();

        // When
        team.admin.resource(filters).delete();
        try {
            // Then the other kinds go on
            eventually().until(() -> !team.plan("acme").containsKey("filter.no-staff"));
            team.apply(SOURCE.replace("name: web}", "name: app}"));
            eventually().until(() -> team.plan("acme").containsKey("source.app"));
        } finally {
            filters.getMetadata().setResourceVersion(null);
            eventually().ignoreExceptions().until(() -> {
                team.admin.resource(filters).create();
                return true;
            });
        }

        // When it is back
        eventually().ignoreExceptions().until(() -> {
            team.apply(FILTER);
            return true;
        });

        // Then
        eventually().until(() -> team.plan("acme").containsKey("filter.no-staff"));
        eventually().untilAsserted(() -> assertThat(condition(team.filter("no-staff"), "Accepted"))
                .isEqualTo("True/Accepted"));
    }

    private void hub() {
        team.apply(WITH_DATA, SOURCE, FILTER, destination("crm", true));
        eventually()
                .until(() -> team.plan("acme").containsKey("destination.crm")
                        && team.plan("acme").containsKey("source.web"));
        eventually()
                .until(() ->
                        !team.workspace("acme").getMetadata().getFinalizers().isEmpty());
    }

    private HasMetadata resource(String kind) {
        return switch (kind) {
            case "Workspace" -> team.workspace("acme");
            case "Source" -> team.source("web");
            case "Filter" -> team.filter("no-staff");
            case "Destination" -> team.destination("crm");
            default -> throw new IllegalArgumentException(kind);
        };
    }
}
