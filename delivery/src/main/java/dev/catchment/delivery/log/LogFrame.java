package dev.catchment.delivery.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.Position;
import dev.catchment.contract.frame.EventComposer;
import dev.catchment.contract.frame.Frame;
import dev.catchment.filter.Filters;
import dev.catchment.pipeline.Event;
import java.time.Instant;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A frame that was read from the log, shared by every sink that still needs one of its events. Each event is composed
 * at most once (rarely twice, if two sinks ask at the same moment).
 */
public final class LogFrame {
    private final long sequence;
    private final Instant stored;
    private final long receivedMillis;
    private final int bytes;
    private final Frame frame;
    private final FrameBudget budget;
    private final Set<String> sources = new LinkedHashSet<>();
    private final BitSet duplicates = new BitSet();
    private final AtomicReferenceArray<Event> composed;
    private final Map<Filters, Sieve> sieves = new ConcurrentHashMap<>();
    private final AtomicInteger holders = new AtomicInteger();

    /** @param stored the broker's timestamp */
    public LogFrame(long sequence, Instant stored, int bytes, Frame frame, FrameBudget budget) {
        this.sequence = sequence;
        this.stored = stored;
        this.receivedMillis = frame.receivedAt().toEpochMilli();
        this.bytes = bytes;
        this.frame = frame;
        this.budget = budget;
        this.composed = new AtomicReferenceArray<>(frame.count());
        for (int i = 0; i < frame.count(); i++) {
            sources.add(frame.source(i));
        }
    }

    public long sequence() {
        return sequence;
    }

    public Instant stored() {
        return stored;
    }

    /** When ingest closed the frame, in milliseconds since 1970. */
    public long receivedMillis() {
        return receivedMillis;
    }

    /** Size of the whole frame. */
    public int bytes() {
        return bytes;
    }

    public Frame frame() {
        return frame;
    }

    public int count() {
        return frame.count();
    }

    /** Names of the sources that have events here. */
    public Set<String> sources() {
        return sources;
    }

    /** Packed position of an event. */
    public long position(int event) {
        return new Position(sequence, event).packed();
    }

    /** Packed position of the next frame's first event. */
    public long end() {
        return new Position(sequence + 1, 0).packed();
    }

    /** Only before the frame is offered to anyone. */
    public void markDuplicate(int event) {
        duplicates.set(event);
    }

    public boolean duplicate(int event) {
        return duplicates.get(event);
    }

    public int duplicates() {
        return duplicates.cardinality();
    }

    /**
     * The event as destinations see it; shared, so nobody may change it.
     *
     * @throws java.io.UncheckedIOException if the event is no JSON object
     */
    public Event event(int index) {
        Event event = composed.get(index);
        if (event == null) {
            ObjectNode json = EventComposer.compose(frame, index);
            event = new Event(
                    json,
                    frame.source(index),
                    frame.kind(index),
                    json.path("messageId").asText(),
                    frame.receivedAt(),
                    frame.userKey(index));
            composed.set(index, event);
        }
        return event;
    }

    /** What these filters leave of the frame; they must be {@link Filters#quick}, because everybody waits for it. */
    public Sieve sieve(Filters filters) {
        return sieves.computeIfAbsent(filters, f -> Sieve.of(this, f));
    }

    /** A sink keeps this many more of the frame's events. */
    public void hold(int events) {
        if (holders.getAndAdd(events) == 0) {
            budget.addBytes(bytes);
        }
        budget.addEvents(events);
    }

    /** The counterpart of {@link #hold}. */
    public void release(int events) {
        if (holders.addAndGet(-events) == 0) {
            budget.addBytes(-bytes);
        }
        budget.addEvents(-events);
    }
}
