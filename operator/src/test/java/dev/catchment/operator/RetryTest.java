package dev.catchment.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.operator.destination.DestinationReconciler;
import dev.catchment.operator.destinationtype.DestinationTypeReconciler;
import dev.catchment.operator.filter.FilterReconciler;
import dev.catchment.operator.source.SourceReconciler;
import dev.catchment.operator.workspace.WorkspaceReconciler;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An outage of whatever length is waited out, and asks less and less often meanwhile. */
class RetryTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                WorkspaceReconciler.class,
                SourceReconciler.class,
                DestinationReconciler.class,
                FilterReconciler.class,
                DestinationTypeReconciler.class
            })
    void whatFailsIsTriedAgainForEverAndEveryFiveMinutesAtLeast(Class<?> reconciler) {
        // When
        GradualRetry retry = reconciler.getAnnotation(GradualRetry.class);

        // Then
        assertThat(retry.maxAttempts()).isEqualTo(-1);
        assertThat(retry.maxInterval()).isEqualTo(Duration.ofMinutes(5).toMillis());
    }
}
