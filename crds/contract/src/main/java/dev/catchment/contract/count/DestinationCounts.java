package dev.catchment.contract.count;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the events of one destination in one partition, and how it is doing.
 *
 * @param filtered events kept back, for whatever reason
 * @param filteredBy the same by reason, the most frequent ones
 * @param disabled events that came while it was disabled
 * @param failedAttempts requests that failed
 * @param retried events that needed more than one request
 * @param retrying events that wait in the retry tiers now
 * @param deadLettered events that became dead letters, also those that were re-driven since
 * @param redriven dead letters that were taken up again
 * @param discarded events given up with their backlog
 * @param oldestPending when the oldest event was received that is not done with, to within ten seconds where it waits in
 *     the log; absent: none waits
 * @param lane why it is not sent what arrives now; absent: it is
 * @param lastError the last failure, for people; absent: none since its director started
 * @param latency of the last one to two minutes; absent: nothing was delivered
 * @param sources the same by source; the sources beyond some number are under {@code _other}
 * @param deadLetteredBy deadLettered by reason; those that an earlier release counted are not in it
 * @param circuitCause why the circuit is not closed; absent: it is, or an earlier release wrote this
 */
public record DestinationCounts(
        long delivered,
        long filtered,
        Map<String, Long> filteredBy,
        long disabled,
        long failedAttempts,
        long retried,
        long retrying,
        long deadLettered,
        long redriven,
        long discarded,
        @Nullable Instant oldestPending,
        CircuitState circuit,
        @Nullable String lane,
        @Nullable String lastError,
        @Nullable LatencyMillis latency,
        Map<String, DeliveredSource> sources,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> deadLetteredBy,

        @Nullable CircuitCause circuitCause) {

    public DestinationCounts {
        filteredBy = filteredBy == null ? Map.of() : Map.copyOf(filteredBy);
        circuit = circuit == null ? CircuitState.CLOSED : circuit;
        sources = sources == null ? Map.of() : Map.copyOf(sources);
        deadLetteredBy = deadLetteredBy == null ? Map.of() : Map.copyOf(deadLetteredBy);
    }

    /** What lies in the dead letters now, or was deleted there. */
    public long buried() {
        return deadLettered - redriven;
    }

    /** The same without what a status does not show. */
    public DestinationCounts withoutSources() {
        return new DestinationCounts(
                delivered,
                filtered,
                filteredBy,
                disabled,
                failedAttempts,
                retried,
                retrying,
                deadLettered,
                redriven,
                discarded,
                oldestPending,
                circuit,
                lane,
                lastError,
                latency,
                Map.of(),
                deadLetteredBy,
                circuitCause);
    }
}
