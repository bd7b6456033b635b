package dev.catchment.delivery.target;

import dev.catchment.contract.Position;
import dev.catchment.contract.undelivered.LetterReason;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.log.LogMove;
import dev.catchment.delivery.log.Sieve;
import dev.catchment.delivery.mark.Counters;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Latency;
import dev.catchment.delivery.mark.LatencyWindow;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.MarkTracker;
import dev.catchment.delivery.mark.Outcome;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.delivery.mark.StoredTier;
import dev.catchment.delivery.plan.DestinationForm;
import dev.catchment.delivery.retry.Moved;
import dev.catchment.delivery.retry.RetryEntry;
import dev.catchment.filter.Filters;
import dev.catchment.pipeline.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one destination has to do with which event: how far it is in the log and in the retry tiers, what waits in its
 * slots, whose later events wait for a failed one, and what became of the rest. Knows no lane, no thread and no lock:
 * guarded by its sink.
 */
final class Work {
    private static final Outcome GIVEN_UP = new Outcome.DeadLettered(LetterReason.LANE_EXPIRED.name());

    private static final Outcome.Filtered FILTERED = new Outcome.Filtered(Reason.FILTERED_BY_RULES.name());
    private static final int MOST_FAILURES_REMEMBERED = 1000;
    /** Events from the retry tiers that are held in memory. */
    private static final int MOST_RETRIES = 100;
    /** Events that may wait behind failed ones of their users before the destination waits as a whole. */
    static final int MOST_DEFERRED = 10_000;

    private final Surroundings around;
    private final Counters counters;
    private final MarkTracker tracker;
    private final RetryTrackers retries;
    private final RetryAges retryAges = new RetryAges();
    /** Positions whose events were in a retry tier already when this director took over. */
    private final Set<Long> moved;

    private final WaitingUsers users = new WaitingUsers();
    private final LatencyWindow latencies = new LatencyWindow();
    private final Map<Long, Failure> failures = new HashMap<>();
    private Slot[] slots = {};
    private long held;
    private int retriesHeld;

    Work(StoredSink former, Moved found, Surroundings around) {
        this.around = around;
        this.counters = new Counters(former.counts());
        this.tracker = new MarkTracker(former.mark(), counters, Counters.From.LOG);
        this.retries = new RetryTrackers(counters, former.tiers(), found.sequences());
        this.moved = new HashSet<>(found.positions());
        for (Moved.Waiting record : found.waiting()) {
            if (retries.wants(record.tier(), record.sequence())) {
                retryAges.attempted(false, true, record.receivedMillis());
            }
        }
    }

    Slot[] slots() {
        return slots;
    }

    // From the log.

    /** Whether a frame that begins here can be judged as a whole: each of its events is new to the destination. */
    boolean fresh(LogFrame frame) {
        return moved.isEmpty() && tracker.fresh(frame.position(0));
    }

    /**
     * Takes what it wants of a frame.
     *
     * @param filters judge the frame at once; null: each event is judged on its way
     * @return whether there is anything new to do or to store
     */
    boolean offer(LogFrame frame, DestinationForm form, @Nullable Filters filters) {
        Sieve sieve = filters == null ? null : frame.sieve(filters);
        int wanted = 0;
        int kept = 0;
        for (int i = 0; i < (sieve == null ? frame.count() : sieve.left().length); i++) {
            int event = sieve == null ? i : sieve.left()[i];
            if (wants(frame, event, form)) {
                wanted++;
                kept += take(frame, event, form) ? 1 : 0;
            }
        }
        if (sieve != null) {
            wanted += drop(sieve, form);
        }
        tracker.reached(frame.end());
        if (kept > 0) {
            frame.hold(kept);
        }
        return wanted > 0;
    }

    private boolean wants(LogFrame frame, int event, DestinationForm form) {
        return !frame.duplicate(event)
                && form.takesFrom(frame.frame().source(event))
                && tracker.wants(frame.position(event));
    }

    /** What the filters drop of a frame is counted, all at once, and never becomes an event under way. */
    private int drop(Sieve sieve, DestinationForm form) {
        int dropped = 0;
        for (Map.Entry<String, Integer> source : sieve.dropped().entrySet()) {
            if (form.takesFrom(source.getKey())) {
                tracker.settle(source.getKey(), FILTERED, source.getValue());
                dropped += source.getValue();
            }
        }
        return dropped;
    }

    /** Whether it is under way now. */
    private boolean take(LogFrame frame, int index, DestinationForm form) {
        long position = frame.position(index);
        String source = frame.frame().source(index);
        if (!moved.isEmpty() && moved.remove(position)) {
            tracker.settle(position, source, Outcome.MOVED);
        } else if (!form.document().enabled()) {
            tracker.settle(position, source, Outcome.DISABLED);
        } else if (users.holds(frame.frame().userKey(index))) {
            tracker.defer(position);
        } else {
            Pending event =
                    new LogPending(frame, index, tracker, around.ticker().getAsLong());
            Failure before = failures.isEmpty() ? null : failures.remove(position);
            if (before != null) {
                before.recall(event);
            }
            held += event.bytes();
            enqueue(event);
            return true;
        }
        return false;
    }

    private void enqueue(Pending event) {
        event.tracker.open(event);
        slots[event.userKey().slot(slots.length)].queue.add(event);
    }

    void reached(long position) {
        tracker.reached(position);
    }

    /** The log no longer holds what was between these two. */
    void lost(LogMove.Gap gap) {
        tracker.forget(packed(gap.from()), packed(gap.to()));
    }

    /** Nothing from there on is in the log any more. */
    void setBack(LogMove.SetBack back) {
        tracker.setBack(packed(back.to()));
    }

    // From the retry tiers.

    /**
     * Takes a record, or has it offered again later.
     *
     * @param live whether it may be taken now
     * @return whether there is anything new to do or to store
     */
    boolean offer(RetryEntry entry, DestinationForm form, boolean live) {
        MarkTracker tier = retries.of(entry);
        if (!tier.wants(entry.sequence()) || retries.settleMoved(entry)) {
            return false;
        }
        if (!live || retriesHeld >= MOST_RETRIES || !retries.inTurn(entry)) {
            retries.refuse(entry);
            return false;
        }
        if (form.document().enabled()) {
            retriesHeld++;
            enqueue(new RetryPending(entry, tier, around.ticker().getAsLong()));
        } else {
            tier.settle(entry.sequence(), entry.record().source(), Outcome.DISABLED);
            long received = Instant.parse(entry.record().receivedAt()).toEpochMilli();
            retryAges.attempted(entry.tier() != RetryTier.REDRIVE, false, received);
        }
        return true;
    }

    /** Whether records have to be offered again, and there is room for them. */
    boolean asksAgain() {
        return retriesHeld == 0 && retries.asksAgain();
    }

    /** From which sequence on the tier's records must be offered again; {@link Long#MAX_VALUE}: from nowhere. */
    long asksAgain(RetryTier tier) {
        return retriesHeld < MOST_RETRIES ? retries.again(tier) : Long.MAX_VALUE;
    }

    long lowest(RetryTier tier) {
        return retries.lowest(tier);
    }

    // What becomes of it.

    void resolve(Pending event, Outcome outcome) {
        event.tracker.resolve(event, outcome, event.attempts - event.countedAttempts());
        users.resolved(event.userKey());
        boolean waited = event instanceof RetryPending retry && retry.tier() != RetryTier.REDRIVE;
        retryAges.attempted(waited, outcome == Outcome.MOVED, event.receivedMillis());
        if (outcome == Outcome.DELIVERED) {
            latencies.record(
                    around.clock().millis() - event.receivedMillis(),
                    around.ticker().getAsLong());
        }
        release(event);
    }

    void failed(Pending event) {
        event.attempts++;
        counters.failed(event.source());
    }

    /** It stays open, and is read again in the next pass. */
    void abandon(Pending event) {
        release(event);
        if (event.attempts > 0 && event instanceof LogPending && failures.size() < MOST_FAILURES_REMEMBERED) {
            failures.put(event.position(), Failure.of(event));
        }
    }

    /** The event has failed again and again; its user's later ones wait for it. */
    void setAside(Pending event, Slot slot) {
        users.failed(event.userKey(), around.ticker().getAsLong());
        failures.put(event.position(), Failure.of(event));
        defer(event);
        for (Iterator<Pending> later = slot.queue.iterator(); later.hasNext(); ) {
            Pending next = later.next();
            if (next.userKey().equals(event.userKey()) && next instanceof LogPending) {
                later.remove();
                defer(next);
            }
        }
    }

    private void defer(Pending event) {
        event.tracker.defer(event);
        release(event);
    }

    private void release(Pending event) {
        event.resolved = true;
        event.release();
        if (event instanceof RetryPending) {
            retriesHeld--;
        } else {
            held -= event.bytes();
        }
    }

    /** Users whose failed events are to be tried again need another pass. */
    boolean passDue() {
        return users.due(around.ticker().getAsLong());
    }

    /** Whether so many events wait for failed ones that the destination must wait as a whole. */
    boolean crowded() {
        return tracker.deferredCount() > MOST_DEFERRED;
    }

    Duration nextPass() {
        return users.nextDue(around.ticker().getAsLong());
    }

    // Passes.

    /** What was offered and not begun is dropped. */
    void drop() {
        for (Slot slot : slots) {
            slot.queue.forEach(this::release);
            slot.queue.clear();
        }
    }

    /** A pass begins, from the mark, with that many slots. Nothing may be under way. */
    void rewind(int concurrency) {
        tracker.rewind();
        retries.rewind();
        users.pass(around.ticker().getAsLong());
        slots = new Slot[concurrency];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot();
        }
    }

    // Giving up a frame.

    /** Its events that are to be given up. Those that wait in a retry tier, or are only counted, are settled later. */
    BitSet unresolved(LogFrame frame, DestinationForm form) {
        tracker.rewind();
        BitSet events = new BitSet();
        boolean enabled = form.document().enabled();
        for (int i = 0; i < frame.count() && enabled; i++) {
            if (wants(frame, i, form) && !moved.contains(frame.position(i))) {
                events.set(i);
            }
        }
        return events;
    }

    /** Their dead letters are written. */
    void givenUp(LogFrame frame, DestinationForm form, BitSet events) {
        for (int i = 0; i < frame.count(); i++) {
            long position = frame.position(i);
            String source = frame.frame().source(i);
            if (events.get(i)) {
                tracker.settle(position, source, GIVEN_UP);
                failures.remove(position);
            } else if (wants(frame, i, form)) {
                tracker.settle(position, source, moved.remove(position) ? Outcome.MOVED : Outcome.DISABLED);
            }
        }
        tracker.reached(frame.end());
    }

    // What is shown and stored.

    /** @param passed packed position below which the reader offered everything that concerns the destination */
    Mark mark(long passed) {
        return new Mark(Math.max(tracker.next(), passed), tracker.mark().open());
    }

    /** @param passed as in {@link #mark} */
    long lowest(long passed) {
        return tracker.openCount() > 0 ? tracker.lowest() : Math.max(tracker.next(), passed);
    }

    Duration waiting() {
        return tracker.first() instanceof Pending oldest
                ? Duration.ofNanos(around.ticker().getAsLong() - oldest.offeredNanos)
                : Duration.ZERO;
    }

    /** Bytes of the log's events that are under way. */
    long held() {
        return held;
    }

    Counts counts() {
        return counters.counts();
    }

    @Nullable SortedMap<String, StoredTier> tiers() {
        return retries.stored();
    }

    Optional<Latency> latency() {
        return latencies.latency(around.ticker().getAsLong());
    }

    Optional<Instant> oldestHeld() {
        return tracker.oldestHeld();
    }

    Optional<Instant> oldestRetrying() {
        return retryAges.oldest();
    }

    private static long packed(long frame) {
        return new Position(frame, 0).packed();
    }
}
