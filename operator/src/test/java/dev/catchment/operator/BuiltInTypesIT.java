package dev.catchment.operator;

import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.DestinationType;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.junit.jupiter.api.Test;

/** The catalogue in the cluster. */
class BuiltInTypesIT extends TeamTest {

    @Test
    void aBuiltInTypeIsThereAndComesBack() {
        // Given
        Resource<DestinationType> webhook =
                team.admin.resources(DestinationType.class).withName("webhook");
        eventually().untilAsserted(() -> assertThat(condition(webhook.get(), "Ready"))
                .isEqualTo("True/Ready"));
        assertThat(webhook.get().getMetadata().getLabels()).containsEntry("catchment.dev/built-in", "true");
        assertThat(webhook.get().getMetadata().getManagedFields())
                .anyMatch(f -> f.getManager().equals("catchment-catalog"));
        String uid = webhook.get().getMetadata().getUid();

        // When
        webhook.delete();

        // Then
        eventually().untilAsserted(() -> {
            assertThat(webhook.get()).isNotNull();
            assertThat(webhook.get().getMetadata().getUid()).isNotEqualTo(uid);
            assertThat(condition(webhook.get(), "Ready")).isEqualTo("True/Ready");
        });
    }
}
