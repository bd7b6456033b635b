package dev.catchment.operator;

import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import org.junit.jupiter.api.Test;

/** Keys that the operator makes. */
class WriteKeyIT extends TeamTest {

    @Test
    void aGeneratedWriteKeySurvivesItsSource() {
        // Given
        team.apply(WORKSPACE, SOURCE);
        eventually()
                .untilAsserted(() -> assertThat(team.source("web").getStatus().generatedWriteKeySecret())
                        .isEqualTo("web-write-key"));
        Secret first = secret("web-write-key");
        assertThat(first.getMetadata().getOwnerReferences()).isEmpty();
        assertThat(first.getData()).containsOnlyKeys("writeKey");
        eventually().until(() -> Integer.valueOf(1)
                .equals(team.source("web").getStatus().acceptedKeys()));

        // When
        team.admin.resource(team.source("web")).delete();
        eventually().until(() -> !team.plan("acme").containsKey("source.web"));
        team.apply(SOURCE);

        // Then
        eventually().until(() -> team.plan("acme").containsKey("source.web"));
        assertThat(secret("web-write-key").getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
    }

    @Test
    void aWriteKeyThatIsThereIsAdopted() {
        // Given
        team.apply(ReferencesIT.secret("web-write-key", "writeKey", "from-the-old-hub"));
        String before = secret("web-write-key").getMetadata().getResourceVersion();

        // When
        team.apply(WORKSPACE, SOURCE);

        // Then
        eventually().until(() -> team.plan("acme").containsKey("source.web"));
        assertThat(secret("web-write-key").getMetadata().getResourceVersion()).isEqualTo(before);
    }

    @Test
    void theWorkspaceKeyIsMadeOnceAndABadOneIsReported() {
        // Given
        team.apply(WORKSPACE);
        eventually().until(() -> secret("acme-workspace-key") != null);
        Secret key = secret("acme-workspace-key");
        assertThat(key.getMetadata().getOwnerReferences()).isEmpty();

        // When
        team.stopOperator();
        team.startOperator();
        team.apply(SOURCE);
        eventually().until(() -> team.plan("acme").containsKey("source.web"));

        // Then
        assertThat(secret("acme-workspace-key").getMetadata().getResourceVersion())
                .isEqualTo(key.getMetadata().getResourceVersion());

        // When somebody puts something else there
        team.apply(ReferencesIT.secret("acme-workspace-key", "key", "short"));

        // Then
        eventually().untilAsserted(() -> assertThat(TestTeam.condition(team.workspace("acme"), "ResolvedRefs"))
                .isEqualTo("False/WorkspaceKeyInvalid"));
    }

    private Secret secret(String name) {
        return team.admin.secrets().inNamespace(team.namespace).withName(name).get();
    }
}
