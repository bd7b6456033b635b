package dev.catchment.delivery.mark;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one reader's mark and counters in step while events are offered in order and resolved in any order. At every
 * moment the counters have counted exactly the events that {@link #mark()} calls resolved; whoever stores both together
 * and later resumes from them counts every event once.
 *
 * <p>An event offered but dropped again (the reader left the head, the process ended) is open in the mark; resumed, it
 * is wanted again, while its resolved neighbours are not. Not for several threads at once.
 */
public final class MarkTracker {
    private final Counters counters;
    private final Counters.From place;
    private long next;
    /** Open positions below next that are not linked: they wait to be offered again, from {@code backlogAt} on. */
    private long[] backlog;

    private int backlogAt;
    /** Open positions below next that are not linked and are not wanted before the next {@link #rewind()}. */
    private final TreeSet<Long> deferred = new TreeSet<>();

    private @Nullable Open first;
    private @Nullable Open last;
    private int linked;

    /** @param counters of the destination; shared with its other readers, and guarded as this is */
    public MarkTracker(Mark mark, Counters counters, Counters.From place) {
        this.counters = counters;
        this.place = place;
        this.next = mark.next();
        this.backlog = mark.open();
    }

    /** Whether the event at this position is unresolved and not open: offered events ascend. */
    public boolean wants(long position) {
        return position >= next || Arrays.binarySearch(backlog, backlogAt, backlog.length, position) >= 0;
    }

    /** Opens a wanted event. */
    public void open(Open event) {
        reached(event.position + 1);
        event.before = last;
        if (last == null) {
            first = event;
        } else {
            last.after = event;
        }
        last = event;
        event.linked = true;
        linked++;
    }

    /** Passes a wanted event over: it stays open, and is wanted again after the next {@link #rewind()}. */
    public void defer(long position) {
        reached(position + 1);
        deferred.add(position);
    }

    /** The same for an open event. */
    public void defer(Open event) {
        unlink(event);
        deferred.add(event.position);
    }

    /** Number of events passed over. */
    public int deferredCount() {
        return deferred.size();
    }

    /** Counts a wanted event that needs no work. */
    public void settle(long position, String source, Outcome outcome) {
        reached(position + 1);
        counters.add(place, source, outcome, 0);
    }

    /** Whether nothing from this position on was ever offered, and nothing before it is to be offered again. */
    public boolean fresh(long position) {
        return position >= next && backlogAt == backlog.length;
    }

    /** Counts wanted events of a frame that need no work; its reader then says that it {@link #reached} the end. */
    public void settle(String source, Outcome.Filtered outcome, int events) {
        counters.filtered(source, outcome.reason(), events);
    }

    /** The reader has passed every position below this one: what was open there and not offered again is gone. */
    public void reached(long position) {
        next = Math.max(next, position);
        while (backlogAt < backlog.length && backlog[backlogAt] < position) {
            backlogAt++;
        }
    }

    /** Counts an open event. */
    public void resolve(Open event, Outcome outcome, int failures) {
        if (!event.linked) {
            throw new IllegalStateException("event " + event.position + " is not open");
        }
        unlink(event);
        counters.add(place, event.source(), outcome, failures);
    }

    /** Forgets the open events; the mark keeps them open, and they will be wanted again. */
    public void rewind() {
        // After a set-back an event may be open that the log no longer holds.
        backlog = Arrays.stream(openPositions()).filter(p -> p < next).toArray();
        backlogAt = 0;
        deferred.clear();
        while (first != null) {
            unlink(first);
        }
    }

    /** The log no longer has (or never had) anything between these two: open events there are gone. */
    public void forget(long from, long to) {
        backlog = Arrays.stream(openBacklog()).filter(p -> p < from || p >= to).toArray();
        backlogAt = 0;
        deferred.removeIf(p -> p >= from && p < to);
        if (next >= from && next < to) {
            next = to;
        }
    }

    /** The log was set back: nothing from this position on has been offered. */
    public void setBack(long position) {
        next = Math.min(next, position);
        backlog = Arrays.stream(openBacklog()).filter(p -> p < position).toArray();
        backlogAt = 0;
        deferred.removeIf(p -> p >= position);
    }

    public Mark mark() {
        return new Mark(next, openPositions());
    }

    /** Of all that share its counters. */
    public Counts counts() {
        return counters.counts();
    }

    public long next() {
        return next;
    }

    /** Number of open events, those to be offered again included. */
    public int openCount() {
        return linked + backlog.length - backlogAt + deferred.size();
    }

    /** The earliest event that was offered and is not resolved. */
    public @Nullable Open first() {
        return first;
    }

    /** When the event at {@link #lowest()} was received, if that is open here and not merely to be offered again. */
    public Optional<Instant> oldestHeld() {
        Open oldest = first;
        return oldest == null || oldest.position != lowest()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(oldest.receivedMillis()));
    }

    public long lowest() {
        long lowest = first == null ? next : first.position;
        lowest = deferred.isEmpty() ? lowest : Math.min(lowest, deferred.first());
        return backlogAt < backlog.length ? Math.min(lowest, backlog[backlogAt]) : lowest;
    }

    private long[] openPositions() {
        long[] positions = Arrays.copyOf(openBacklog(), openCount());
        int at = backlog.length - backlogAt;
        for (Open event = first; event != null; event = event.after) {
            positions[at++] = event.position;
        }
        for (long position : deferred) {
            positions[at++] = position;
        }
        Arrays.sort(positions);
        return positions;
    }

    private long[] openBacklog() {
        return Arrays.copyOfRange(backlog, backlogAt, backlog.length);
    }

    private void unlink(Open event) {
        Open before = event.before;
        Open after = event.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        event.before = null;
        event.after = null;
        event.linked = false;
        linked--;
    }
}
