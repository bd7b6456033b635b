package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterDocument;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the operator makes of a Workspace in Kubernetes, beside what DriftIT sees. */
class OperandsIT extends TeamTest {

    @Test
    void noSourceDestinationFilterOrSecretRestartsAPod() {
        // Given
        team.apply(WORKSPACE, SOURCE, FILTER, ReferencesIT.secret("crm", "sharedSecret", "one"));
        team.apply(destination("crm", true).replace("spec:\n", "spec:\n  secretRef: {name: crm}\n"));
        eventually().until(() -> team.plan("acme")
                .keySet()
                .containsAll(List.of("source.web", "filter.no-staff", "destination.crm")));
        Map<String, Long> generations = team.deploymentGenerations();
        assertThat(generations).hasSize(2);
        String sealed = crm().sealed();

        // When
        team.apply(ReferencesIT.secret("crm", "sharedSecret", "two"));
        eventually().untilAsserted(() -> assertThat(crm().sealed()).isNotEqualTo(sealed));
        team.apply(destination("crm", false).replace("spec:\n", "spec:\n  secretRef: {name: crm}\n"));
        team.apply(FILTER.replace("'staff'", "'robot'"));
        team.apply(SOURCE.replace("type: website", "type: website, enabled: false"), SOURCE.replace("web}", "web2}"));
        eventually().untilAsserted(() -> {
            assertThat(crm().enabled()).isFalse();
            assertThat(((FilterDocument) team.plan("acme").get("filter.no-staff")).toString())
                    .contains("robot");
            assertThat(team.plan("acme").get("source.web").toString()).contains("enabled=false");
            assertThat(team.plan("acme")).containsKey("source.web2");
        });
        team.admin.resource(team.source("web2")).delete();
        eventually().until(() -> !team.plan("acme").containsKey("source.web2"));

        // Then
        assertThat(team.deploymentGenerations()).isEqualTo(generations);
    }

    @Test
    void theNetworkPoliciesFollowTheWorkspaceAndComeBack() {
        // Given
        team.apply(WORKSPACE.replace(
                "spec: {}", "spec: {egress: {allowCIDRs: [10.20.0.0/16, 100.64.0.0/10], allowPorts: [25]}}"));

        // Then
        eventually().until(() -> policies().size() == 2);
        assertThat(policy("acme-delivery").getSpec().getEgress().getLast().getTo())
                .extracting(peer -> peer.getIpBlock().getCidr())
                .containsExactly("0.0.0.0/0", "2000:0:0:0:0:0:0:0/3", "10.20.0.0/16", "100.64.0.0/10");
        assertThat(policy("acme-ingest").getSpec().getEgress()).hasSize(2);

        // When
        team.admin.resource(policy("acme-ingest")).delete();
        team.admin.resource(policy("acme-delivery")).edit(policy -> {
            policy.getSpec().getEgress().forEach(rule -> rule.setTo(List.of()));
            return policy;
        });

        // Then
        eventually().untilAsserted(() -> {
            assertThat(policy("acme-ingest")).isNotNull();
            assertThat(policy("acme-delivery").getSpec().getEgress().getLast().getTo())
                    .hasSize(4);
        });

        // When
        team.apply(WORKSPACE.replace("spec: {}", "spec: {networkPolicies: {enabled: false}}"));

        // Then
        eventually().until(() -> policies().isEmpty());
    }

    @Test
    void deliveryIsScaledByItsLogAndTheOperatorLeavesItsReplicasAlone() {
        // Given
        team.apply(WORKSPACE.replace("spec: {}", "spec: {delivery: {replicas: 2}}"));
        eventually().until(() -> team.deploymentGenerations().size() == 2);

        // When
        String scaled = "spec: {delivery: {autoscaling: {min: 1, max: 3, targetLag: 500}%s}}";
        team.apply(WORKSPACE.replace("spec: {}", scaled.formatted("")));

        // Then
        eventually().until(() -> autoscaler() != null);
        var metric = autoscaler().getSpec().getMetrics().getFirst().getPods();
        assertThat(metric.getMetric().getName()).isEqualTo("catchment_delivery_pod_lag_frames");
        assertThat(metric.getTarget().getAverageValue().getNumericalAmount().intValue())
                .isEqualTo(500);
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "Accepted"))
                .isEqualTo("True/ReplicasExceedPartitions"));
        assertThat(message(team.workspace("acme"), "Accepted"))
                .contains("spec.delivery.autoscaling.max: 2 of 3 pods are stand-bys");
        assertThat(replicas()).isEqualTo(2);

        // When the autoscaler scales, and the operator applies something else
        team.admin
                .apps()
                .deployments()
                .inNamespace(team.namespace)
                .withName("acme-delivery")
                .scale(3);
        Map<String, Long> before = team.deploymentGenerations();
        team.apply(WORKSPACE.replace("spec: {}", scaled.formatted(", podTemplate: {labels: {tier: back}}")));
        eventually().until(() -> team.deploymentGenerations().get("acme-delivery") > before.get("acme-delivery"));

        // Then
        assertThat(replicas()).isEqualTo(3);
    }

    private DestinationDocument crm() {
        return (DestinationDocument) team.plan("acme").get("destination.crm");
    }

    private List<NetworkPolicy> policies() {
        return team.admin
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(team.namespace)
                .list()
                .getItems();
    }

    private NetworkPolicy policy(String name) {
        return team.admin
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(team.namespace)
                .withName(name)
                .get();
    }

    private HorizontalPodAutoscaler autoscaler() {
        return team.admin
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(team.namespace)
                .withName("acme-delivery")
                .get();
    }

    private int replicas() {
        return team.admin
                .apps()
                .deployments()
                .inNamespace(team.namespace)
                .withName("acme-delivery")
                .get()
                .getSpec()
                .getReplicas();
    }
}
