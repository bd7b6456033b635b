package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Plane;
import dev.catchment.contract.plan.DestinationDocument;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hub from its first Workspace on. */
class HubLifeIT extends TeamTest {

    @Test
    void aHubIsReadyWhenItsPlanesHaveAppliedItsPlan() {
        // Given
        team.apply(WORKSPACE, SOURCE, FILTER, destination("crm", true));

        // When nothing runs yet
        eventually().untilAsserted(() -> assertThat(condition(team.source("web"), "Programmed"))
                .isEqualTo("Unknown/NoPlanes"));
        team.runPlanes("acme");

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.source("web"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.filter("no-staff"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("True/Ready");
        });
        assertThat(team.workspace("acme").getStatus().ingest().url())
                .isEqualTo("http://acme-ingest." + team.namespace + ".svc");
        // a conflict is tried again, but nothing may be forbidden
        assertThat(team.operatorWrites())
                .isNotEmpty()
                .allSatisfy(w -> assertThat(w.code()).describedAs("%s", w).isNotIn(401, 403));
        eventually()
                .untilAsserted(() -> assertThat(team.events("Source", "web")).contains("Normal Ready"));
    }

    @Test
    void aChangeOfADestinationReachesThePlanAndThePlanesFast() {
        // Given
        team.apply(WORKSPACE, SOURCE, destination("crm", true));
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Ready"))
                .isEqualTo("True/Ready"));
        TestPlanes delivery = team.planes(Plane.DELIVERY).getFirst();

        // When
        List<Long> untilInForce = new ArrayList<>();
        List<Long> untilProgrammed = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            boolean enabled = i % 2 == 1;
            long start = System.nanoTime();
            team.apply(destination("crm", enabled));
            eventually()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() ->
                            ((DestinationDocument) delivery.inForce().get("destination.crm")).enabled() == enabled);
            untilInForce.add((System.nanoTime() - start) / 1_000_000);
            eventually()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() ->
                            condition(team.destination("crm"), "Programmed").equals("True/Programmed"));
            untilProgrammed.add((System.nanoTime() - start) / 1_000_000);
        }

        // Then
        Collections.sort(untilInForce);
        Collections.sort(untilProgrammed);
        System.out.printf(
                "From toggling `enabled` on a Destination: in force in an instance after %d ms (p50), %d ms (max);"
                        + " Programmed after %d ms (p50), %d ms (max)%n",
                untilInForce.get(7), untilInForce.getLast(), untilProgrammed.get(7), untilProgrammed.getLast());
        assertThat(untilProgrammed.getLast()).isLessThan(2000);
    }

    @Test
    void whatIsDeletedLeavesThePlan() {
        // Given
        team.apply(WORKSPACE, SOURCE, FILTER, destination("crm", true));
        team.runPlanes("acme");
        eventually().until(() -> team.plan("acme").keySet().contains("destination.crm"));

        // When
        team.admin.resource(team.destination("crm")).delete();
        team.admin.resource(team.filter("no-staff")).delete();

        // Then
        eventually().untilAsserted(() -> assertThat(team.plan("acme").keySet())
                .containsExactlyInAnyOrder("ingest", "delivery", "source.web"));
        eventually().untilAsserted(() -> assertThat(
                        team.planes(Plane.DELIVERY).getFirst().inForce().keySet())
                .containsExactly("delivery"));
    }

    @Test
    void aDocumentThatAnInstanceRefusesIsNotProgrammed() {
        // Given
        team.apply(WORKSPACE, SOURCE, destination("crm", true), destination("other", true));
        eventually().until(() -> team.pods("acme", Plane.DELIVERY).size() == 2);
        List<Pod> pods = team.pods("acme", Plane.DELIVERY);

        // When
        team.runPlane("acme", Plane.DELIVERY, pods.get(0));
        team.runPlane("acme", Plane.DELIVERY, pods.get(1), "destination.crm");

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.destination("crm"), "Programmed")).isEqualTo("False/Refused");
            assertThat(condition(team.destination("other"), "Programmed")).isEqualTo("True/Programmed");
        });
        assertThat(TestTeam.message(team.destination("crm"), "Ready"))
                .contains(pods.get(1).getMetadata().getName())
                .contains("this instance does not like it");
    }
}
