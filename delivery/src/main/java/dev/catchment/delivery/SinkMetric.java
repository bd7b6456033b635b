package dev.catchment.delivery;

import dev.catchment.delivery.mark.Counts;
import java.util.OptionalLong;

/** The metrics of a destination, all of which have the labels destination and partition. */
enum SinkMetric {
    DELIVERED("delivered", false, "Events delivered"),
    DISABLED("disabled", false, "Events that came while the destination was disabled"),
    DEAD_LETTERED("dead_lettered", false, "Events that became dead letters"),
    DEAD_LETTERED_BY("dead_lettered_by_reason", false, "Events that became dead letters, by reason"),
    REDRIVEN("redriven", false, "Dead letters that were taken up again"),
    DISCARDED("discarded", false, "Events given up with a backlog"),
    FAILED_ATTEMPTS("failed_attempts", false, "Requests that failed, once for each of their events"),
    RETRIED("retried", false, "Events that needed more than one request"),
    RETRYING("retrying", true, "Events that wait in the retry tiers"),
    FILTERED("filtered", false, "Events kept back, by reason"),
    LAG("lag_frames", true, "Frames of the log between the first one that is still needed and the head"),
    OLDEST_PENDING(
            "oldest_pending_seconds", true, "Since the oldest event was received that is not done with; 0: none waits"),
    LANE("lane", true, "1 at where the destination reads the log"),
    CIRCUIT("circuit", true, "1 at the state of the destination's circuit"),
    LATENCY("latency_seconds", true, "From an event's arrival to its acceptance, of the last one to two minutes");

    private static final String PREFIX = "catchment_delivery_";

    final boolean gauge;
    final String help;
    private final String shortName;

    SinkMetric(String shortName, boolean gauge, String help) {
        this.shortName = shortName;
        this.gauge = gauge;
        this.help = help;
    }

    /** What it shows of some counts; empty: it shows something else. */
    OptionalLong of(Counts counts) {
        return switch (this) {
            case DELIVERED -> OptionalLong.of(counts.delivered());
            case DISABLED -> OptionalLong.of(counts.disabled());
            case DEAD_LETTERED -> OptionalLong.of(counts.deadLettered());
            case REDRIVEN -> OptionalLong.of(counts.redriven());
            case DISCARDED -> OptionalLong.of(counts.discarded());
            case FAILED_ATTEMPTS -> OptionalLong.of(counts.failedAttempts());
            case RETRIED -> OptionalLong.of(counts.retried());
            case RETRYING -> OptionalLong.of(counts.retrying());
            case FILTERED, DEAD_LETTERED_BY, LAG, OLDEST_PENDING, LANE, CIRCUIT, LATENCY -> OptionalLong.empty();
        };
    }

    /** Whether each source of a destination has it too, with one more label. */
    boolean bySource() {
        return this == FILTERED || this == DEAD_LETTERED_BY || of(Counts.NONE).isPresent();
    }

    /** Without the suffix that counters have. */
    String metricName() {
        return PREFIX + shortName;
    }

    /** A metric of its own, so that a sum over one of them counts nothing twice. */
    String sourceMetricName() {
        return PREFIX + "source_" + shortName;
    }
}
