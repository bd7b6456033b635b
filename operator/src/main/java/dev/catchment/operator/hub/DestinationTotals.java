package dev.catchment.operator.hub;

import dev.catchment.contract.count.CircuitCause;
import dev.catchment.contract.count.CircuitState;
import dev.catchment.contract.count.DestinationCounts;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of a destination's events in all partitions, as far as its status shows it.
 *
 * @param deadLettered events that lie in the dead letters and were not re-driven
 * @param oldestPending of all partitions; null: nothing waits
 * @param circuit the worst of the partitions'
 * @param circuitCause why the circuit is not closed, as far as somebody says; null: it is, or nobody says
 * @param lastError of the partition that is worst off, and has one
 * @param deadLetteredBy events that became dead letters, by reason, also those that were re-driven since
 */
public record DestinationTotals(
        long delivered,
        long filtered,
        long failedAttempts,
        long retrying,
        long deadLettered,
        @Nullable Instant oldestPending,
        CircuitState circuit,
        @Nullable CircuitCause circuitCause,
        @Nullable String lastError,
        Map<String, Long> deadLetteredBy) {

    /** How it is doing, without what only counts. */
    public enum Health {
        /** Nothing was delivered yet, and nothing given up. */
        IDLE,
        DELIVERING,
        /** Nothing was ever delivered, and events were given up. */
        REFUSED,
        FAILING,
        CREDENTIALS_REJECTED
    }

    public Health health() {
        if (circuit != CircuitState.CLOSED) {
            return circuitCause == CircuitCause.CREDENTIALS ? Health.CREDENTIALS_REJECTED : Health.FAILING;
        }
        if (delivered > 0) {
            return Health.DELIVERING;
        }
        return deadLetteredBy.isEmpty() && deadLettered == 0 ? Health.IDLE : Health.REFUSED;
    }

    static DestinationTotals of(DestinationCounts counts) {
        return new DestinationTotals(
                counts.delivered(),
                counts.filtered(),
                counts.failedAttempts(),
                counts.retrying(),
                counts.buried(),
                counts.oldestPending(),
                counts.circuit(),
                counts.circuitCause(),
                counts.lastError(),
                counts.deadLetteredBy());
    }

    DestinationTotals plus(DestinationTotals other) {
        boolean otherIsWorse = other.circuit.compareTo(circuit) > 0;
        String worst = otherIsWorse ? other.lastError : lastError;
        String better = otherIsWorse ? lastError : other.lastError;
        return new DestinationTotals(
                delivered + other.delivered,
                filtered + other.filtered,
                failedAttempts + other.failedAttempts,
                retrying + other.retrying,
                deadLettered + other.deadLettered,
                earlier(oldestPending, other.oldestPending),
                circuit.worse(other.circuit),
                moreTelling(circuitCause, other.circuitCause),
                worst == null ? better : worst,
                sum(deadLetteredBy, other.deadLetteredBy));
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> both = new TreeMap<>(one);
        other.forEach((reason, count) -> both.merge(reason, count, Long::sum));
        return both;
    }

    private static @Nullable CircuitCause moreTelling(@Nullable CircuitCause one, @Nullable CircuitCause other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) > 0 ? one : other;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
