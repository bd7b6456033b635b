package dev.catchment.operator.destination;

import dev.catchment.api.v1alpha1.ConnectionMode;
import dev.catchment.api.v1alpha1.DeadLetterCount;
import dev.catchment.api.v1alpha1.DeliveryCounters;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationStatus;
import dev.catchment.api.v1alpha1.EffectiveDelivery;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.operator.hub.DestinationTotals;
import dev.catchment.operator.hub.Verdict;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.Conditions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a Destination, from what was found. Pure. */
final class DestinationStatuses {
    /** As the CRD has it. */
    private static final int MOST_TEXT = 1024;

    private static final int MOST_REASONS = 10;

    private DestinationStatuses() {}

    static DestinationStatus of(
            Destination destination, List<Condition> conditions, Optional<Verdict> verdict, Clock clock) {
        @Nullable DestinationStatus before = destination.getStatus();
        long generation = destination.getMetadata().getGeneration();
        List<Condition> all = new ArrayList<>(conditions);
        all.add(Delivering.unknown(destination));
        return new DestinationStatus(
                generation,
                Conditions.stamp(before == null ? List.of() : before.conditions(), all, generation, clock),
                verdict.flatMap(Verdict::document)
                        .filter(DestinationDocument.class::isInstance)
                        .map(d -> effective((DestinationDocument) d))
                        .orElse(null),
                before == null ? null : before.counters());
    }

    /** The same status with these counters, and what follows from them. */
    static DestinationStatus counted(
            Destination destination, DestinationStatus status, DestinationTotals totals, Clock clock) {
        Instant pending = totals.oldestPending();
        String error = totals.lastError();
        return new DestinationStatus(
                status.observedGeneration(),
                Conditions.replace(
                        status.conditions(),
                        Delivering.of(destination, totals),
                        destination.getMetadata().getGeneration(),
                        clock),
                status.effective(),
                new DeliveryCounters(
                        totals.delivered(),
                        totals.filtered(),
                        totals.failedAttempts(),
                        totals.retrying(),
                        totals.deadLettered(),
                        pending == null
                                ? null
                                : pending.truncatedTo(ChronoUnit.SECONDS).toString(),
                        totals.circuit().wireName(),
                        error == null || error.length() <= MOST_TEXT ? error : error.substring(0, MOST_TEXT),
                        totals.deadLetteredBy().entrySet().stream()
                                .map(reason -> new DeadLetterCount(reason.getKey(), reason.getValue()))
                                .sorted(Comparator.comparingLong(DeadLetterCount::count)
                                        .reversed()
                                        .thenComparing(DeadLetterCount::reason))
                                .limit(MOST_REASONS)
                                .toList()));
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
