package dev.catchment.delivery.lane;

import dev.catchment.contract.count.CircuitCause;
import dev.catchment.contract.count.CircuitState;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Latency;
import java.time.Instant;
import java.util.Optional;

/**
 * A sink at one moment, for metrics and statuses.
 *
 * @param reason for people: why it is not live; empty if it is
 * @param circuitCause why the circuit is not closed; empty: it is
 * @param lastError of the last request that failed since it was made
 * @param latency of late
 * @param lowest lowest position it still needs, packed
 * @param oldestHeld when the event at {@code lowest} was received, if the sink holds that event; else the log does
 * @param oldestRetrying when the oldest of its events in the retry tiers was received, as far as is known
 */
public record Reading(
        Lane lane,
        String reason,
        CircuitState circuit,
        Optional<CircuitCause> circuitCause,
        Counts counts,
        Optional<String> lastError,
        Optional<Latency> latency,
        long lowest,
        Optional<Instant> oldestHeld,
        Optional<Instant> oldestRetrying) {}
