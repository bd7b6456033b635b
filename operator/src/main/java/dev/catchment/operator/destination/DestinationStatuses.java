package dev.catchment.operator.destination;

import dev.catchment.api.v1alpha1.ConnectionMode;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationStatus;
import dev.catchment.api.v1alpha1.EffectiveDelivery;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.operator.hub.Verdict;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.Conditions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a Destination, from what was found. Pure. */
final class DestinationStatuses {
    private DestinationStatuses() {}

    static DestinationStatus of(
            Destination destination, List<Condition> conditions, Optional<Verdict> verdict, Clock clock) {
        @Nullable DestinationStatus before = destination.getStatus();
        long generation = destination.getMetadata().getGeneration();
        return new DestinationStatus(
                generation,
                Conditions.stamp(before == null ? List.of() : before.conditions(), conditions, generation, clock),
                verdict.flatMap(Verdict::document)
                        .filter(DestinationDocument.class::isInstance)
                        .map(d -> effective((DestinationDocument) d))
                        .orElse(null),
                before == null ? null : before.counters());
    }

    private static EffectiveDelivery effective(DestinationDocument document) {
        DestinationDocument.Delivery delivery = document.delivery();
        long millis = delivery.timeoutMillis();
        return new EffectiveDelivery(
                document.typeVersion(),
                document.mode() == DestinationDocument.Mode.DEVICE ? ConnectionMode.DEVICE : ConnectionMode.CLOUD,
                millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms",
                delivery.concurrency(),
                delivery.ratePerSecond(),
                delivery.batchEvents());
    }
}
