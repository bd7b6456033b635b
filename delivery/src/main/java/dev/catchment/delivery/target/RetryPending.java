package dev.catchment.delivery.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.Position;
import dev.catchment.contract.undelivered.LetterReason;
import dev.catchment.contract.undelivered.Origin;
import dev.catchment.contract.undelivered.RetryRecord;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.mark.MarkTracker;
import dev.catchment.delivery.retry.RetryEntry;
import dev.catchment.pipeline.Event;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An event that comes again from a retry tier, or from the dead letters. */
final class RetryPending extends Pending {
    private final RetryEntry entry;
    private final Event event;

    /** @throws IllegalArgumentException if the record holds no event */
    RetryPending(RetryEntry entry, MarkTracker tracker, long offeredNanos) {
        super(entry.sequence(), tracker, offeredNanos);
        RetryRecord record = entry.record();
        if (!(record.event() instanceof ObjectNode json)) {
            throw new IllegalArgumentException("a retry record without an event");
        }
        this.entry = entry;
        this.event = Event.of(json, record.source(), Instant.parse(record.receivedAt()));
        this.attempts = record.attempts();
        this.failures = record.failures();
        this.firstFailure = record.firstFailedAt() == null ? null : Instant.parse(record.firstFailedAt());
        this.suspendedBefore = record.suspendedMillis();
        if (record.refused() != null) {
            this.refused = new ArrayList<>(record.refused());
        }
    }

    RetryTier tier() {
        return entry.tier();
    }

    @Override
    Event event() {
        return event;
    }

    @Override
    byte[] raw() {
        try {
            return ContractJson.EVENTS.writeValueAsBytes(event.json());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long receivedMillis() {
        return event.receivedAt().toEpochMilli();
    }

    @Override
    int bytes() {
        return entry.bytes();
    }

    @Override
    Hash128 userKey() {
        return event.userKey();
    }

    @Override
    public String source() {
        return event.source();
    }

    @Override
    Position logPosition() {
        return Position.parse(entry.record().position());
    }

    @Override
    Origin origin() {
        return new Origin.Tier(entry.sequence());
    }

    @Override
    int countedAttempts() {
        return entry.record().attempts();
    }

    @Override
    boolean needs(String mapping) {
        return entry.record().mappings() == null || entry.record().mappings().contains(mapping);
    }

    @Override
    @Nullable List<String> mappings() {
        return entry.record().mappings();
    }

    @Override
    LetterReason refusedBefore() {
        return Stream.of(LetterReason.values())
                .filter(reason -> reason.name().equals(entry.record().reason()))
                .findFirst()
                .orElse(LetterReason.MESSAGE_REJECTED);
    }

    @Override
    void release() {}
}
