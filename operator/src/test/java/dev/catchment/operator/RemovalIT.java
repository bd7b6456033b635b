package dev.catchment.operator;

import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes and what stays when a Workspace is deleted. */
class RemovalIT {
    private static final String WITH_DATA = WORKSPACE.replace("spec: {}", "spec: {deletionPolicy: Delete}");

    @TempDir
    private Path folder;

    private TestTeam team;

    @AfterEach
    void stop() {
        team.close();
    }

    @Test
    void withRetainTheDataStay() throws Exception {
        // Given
        team = new TestTeam(folder);
        team.apply(WORKSPACE, SOURCE);
        TeamTest.eventually().until(() -> team.plan("acme").containsKey("source.web"));
        assertThat(team.workspace("acme").getMetadata().getFinalizers()).isEmpty();

        // When
        team.admin.resource(team.workspace("acme")).delete();

        // Then
        TeamTest.eventually().untilAsserted(() -> {
            assertThat(team.workspace("acme")).isNull();
            assertThat(deployments()).isZero();
            assertThat(condition(team.source("web"), "Ready")).isEqualTo("False/RefNotFound");
        });
        assertThat(team.plan("acme")).containsKey("source.web");
        assertThat(secret("acme-workspace-key")).isTrue();

        // When it is created again
        team.apply(WORKSPACE);

        // Then it goes on where it was
        TeamTest.eventually().untilAsserted(() -> assertThat(condition(team.source("web"), "Accepted"))
                .isEqualTo("True/Accepted"));
    }

    @Test
    void withDeleteTheDataGo() throws Exception {
        // Given
        team = new TestTeam(folder);
        team.apply(WITH_DATA, SOURCE);
        TeamTest.eventually().until(() -> team.plan("acme").containsKey("source.web"));

        // When
        team.admin.resource(team.workspace("acme")).delete();

        // Then
        TeamTest.eventually().untilAsserted(() -> {
            assertThat(team.workspace("acme")).isNull();
            assertThat(team.streams()).isEmpty();
            assertThat(deployments()).isZero();
            assertThat(secret("acme-workspace-key")).isFalse();
        });
    }

    @Test
    void aNatsThatIsAwayDoesNotKeepAWorkspaceForGood() throws Exception {
        // Given
        team = new TestTeam(folder, Duration.ofSeconds(4));
        team.apply(WITH_DATA);
        TeamTest.eventually().until(() -> !team.plan("acme").isEmpty());
        team.nats.kill();

        // When
        team.admin.resource(team.workspace("acme")).delete();

        // Then
        TeamTest.eventually()
                .untilAsserted(() -> assertThat(team.workspace("acme")).isNull());
        assertThat(team.events("Workspace", "acme")).contains("Warning DataLeftBehind");
    }

    private int deployments() {
        return team.admin
                .apps()
                .deployments()
                .inNamespace(team.namespace)
                .list()
                .getItems()
                .size();
    }

    private boolean secret(String name) {
        return team.admin.secrets().inNamespace(team.namespace).withName(name).get() != null;
    }
}
