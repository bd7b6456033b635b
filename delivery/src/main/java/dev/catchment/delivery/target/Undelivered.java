package dev.catchment.delivery.target;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.LetterReason;
import dev.catchment.contract.undelivered.RetryRecord;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.mark.Outcome;
import dev.catchment.delivery.plan.DestinationForm;
import dev.catchment.pipeline.Reason;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a destination's events go that it does not take: a retry tier or the dead letters. Nothing is resolved before
 * its record is acknowledged; a destination whose records cannot be written stops at its own mark.
 */
final class Undelivered {
    private static final Logger LOG = LoggerFactory.getLogger(Undelivered.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final DestinationSink sink;
    private final Surroundings around;

    private interface Write {
        void run() throws IOException, JetStreamApiException;
    }

    Undelivered(DestinationSink sink, Surroundings around) {
        this.sink = sink;
        this.around = around;
    }

    /** Where the event waits next; null if no attempt is left within its time. */
    @Nullable RetryTier nextTier(Pending event) {
        RetryTier tier = event instanceof RetryPending retried ? retried.tier().next() : RetryTier.FIRST;
        if (event.firstFailure == null) {
            return tier;
        }
        Duration left = sink.patience(event.firstFailure, event.suspendedBefore);
        while (around.retries().delay(tier).compareTo(left) > 0) {
            if (tier == RetryTier.FIRST) {
                return null;
            }
            tier = tier == RetryTier.LAST ? RetryTier.SECOND : RetryTier.FIRST;
        }
        return tier;
    }

    /** Has the event wait in a tier; false if that cannot be written. */
    boolean move(Pending event, RetryTier tier, String reason) {
        JsonNode json = event.event().json();
        RetryRecord record = new RetryRecord(
                RetryRecord.VERSION,
                sink.name(),
                around.partition(),
                around.retries().epoch(),
                event.logPosition().toString(),
                event.source(),
                event.event().receivedAt().toString(),
                event.attempts,
                event.failures,
                event.firstFailure == null ? null : event.firstFailure.toString(),
                event.suspendedBefore,
                event.unsent == null ? event.mappings() : event.unsent,
                event.refused.isEmpty() ? null : event.refused,
                waitsFor(event, reason),
                json);
        return write("retries", () -> around.retries().append(record, tier, event.origin()))
                && resolved(event, Outcome.MOVED);
    }

    /** Why it waits; of one that will be a dead letter whatever becomes of the rest, why that is so. */
    private static String waitsFor(Pending event, String reason) {
        if (event.letter != null) {
            return event.letter.reason();
        }
        return event.refused.isEmpty() ? reason : event.refusedBefore().name();
    }

    /** What an evaluation's refusal is called among the dead letters. */
    static LetterReason reason(Reason refusal) {
        return switch (refusal) {
            case FILTER_ERROR -> LetterReason.FILTER_ERROR;
            case FILTERED_AT_MAPPING -> LetterReason.FILTERED_AT_MAPPING;
            case INVALID_SETTINGS -> LetterReason.INVALID_SETTINGS;
            default -> LetterReason.EVALUATION_FAILED;
        };
    }

    /** All of the event's requests are over: it is done, or a dead letter because of some of them. */
    boolean ended(Pending event, DestinationForm form, Supplier<Outcome> done) {
        if (event.refused.isEmpty()) {
            return resolved(event, done.get());
        }
        DeadLetter letter = event.letter;
        return bury(
                event,
                letter != null
                        ? letter
                        : DeadLetterRecord.letter(
                                event, form, around, event.refusedBefore(), "the destination refused it", null, null));
    }

    /** Gives an event up that was never sent. */
    boolean bury(Pending event, DestinationForm form, LetterReason reason, String detail) {
        boolean written = bury(event, DeadLetterRecord.letter(event, form, around, reason, detail, null, null));
        if (written) {
            sink.neverSent(reason + ": " + detail);
        }
        return written;
    }

    private boolean bury(Pending event, DeadLetter letter) {
        return write("dead letters", () -> around.deadLetters().write(letter, event.origin()))
                && resolved(event, new Outcome.DeadLettered(letter.reason()));
    }

    private boolean resolved(Pending event, Outcome outcome) {
        sink.resolve(event, outcome);
        return true;
    }

    private boolean write(String what, Write write) {
        if (!around.maySend().getAsBoolean()) {
            sink.park("the lease is not certain now", Duration.ZERO);
            return false;
        }
        try {
            write.run();
            return true;
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("destination", sink.name())
                    .addKeyValue("partition", around.partition())
                    .log("{} cannot be written: {}", what, e.toString());
            sink.park(what + " cannot be written: " + e.getMessage(), RETRY);
            return false;
        }
    }
}
