package dev.catchment.delivery.target;

import dev.catchment.contract.Position;
import dev.catchment.contract.count.CircuitState;
import dev.catchment.contract.plan.DestinationDocument.Delivery;
import dev.catchment.contract.plan.DestinationDocument.Ordering;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.lane.Lane;
import dev.catchment.delivery.lane.LanedSink;
import dev.catchment.delivery.lane.Reading;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.log.LogMove;
import dev.catchment.delivery.log.Sieve;
import dev.catchment.delivery.mark.Counters;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.LatencyWindow;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.MarkTracker;
import dev.catchment.delivery.mark.Outcome;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.delivery.plan.DestinationForm;
import dev.catchment.delivery.retry.Moved;
import dev.catchment.delivery.retry.RetryEntry;
import dev.catchment.filter.Filters;
import dev.catchment.pipeline.DestinationPipeline;
import dev.catchment.pipeline.Reason;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One destination in one partition: where it reads, what is open, and the slots that send. A slot is a queue with at
 * most one thread; a user's events share a slot, so they leave in order. It is long because one lock guards one state
 * machine; what needs no lock of its own is in {@link LanedSink}, {@link MarkTracker}, {@link RetryTrackers}, {@link
 * Turns}, {@link WaitingUsers}, {@link Slot} and {@link Courier}.
 *
 * <pre>
 *  offer ─▶ tracker.open ─▶ slot[hash(user)] ─▶ {@link Courier}: evaluate ─▶ send ─┬─ done, dead letter ─▶ tracker.resolve
 *   ▲                        ▲ ▲    │                           ▲ └─ fails ─▶ pause┤
 *   │           retry reader ┘ │    │ parked: queues dropped    └──────────────────┤
 *   │               ▲          │    │                                              ├─ fails again and again, others do
 *   │               └─ tier ◀──┼────┼──────────────────────────────────────────────┤  not: its record in a retry tier
 *   │                          │    ▼                                              │ sick: the circuit opens
 *   live reader or sweep ◀── beginCatchUp: tracker.rewind ◀── ready ◀── PARKED ◀───┘
 * </pre>
 */
public final class DestinationSink extends LanedSink {
    private static final Logger LOG = LoggerFactory.getLogger(DestinationSink.class);
    private static final Outcome.Filtered FILTERED = new Outcome.Filtered(Reason.FILTERED_BY_RULES.name());
    private static final int MOST_FAILURES_REMEMBERED = 1000;
    /** Events from the retry tiers that are held in memory. */
    private static final int MOST_RETRIES = 100;
    /** Events that may wait behind failed ones of their users before the destination waits as a whole. */
    private static final int MOST_DEFERRED = 10_000;

    private final Surroundings around;
    private final Counters counters;
    private final MarkTracker tracker;
    private final RetryTrackers retries;
    private final RetryAges retryAges = new RetryAges();
    /** Positions whose events were in a retry tier already when this director took over. */
    private final Set<Long> moved;

    private final SuspendClock suspended;
    private final WaitingUsers users = new WaitingUsers();
    private final LatencyWindow latencies = new LatencyWindow();
    private final Map<Long, Failure> failures = new HashMap<>();
    private volatile DestinationForm form;
    private Turns turns;
    private Slot[] slots = {};
    private int running;
    private long held;
    private int retriesHeld;
    private boolean expiring;

    /** @param former checkpoint to go on from */
    public DestinationSink(DestinationForm form, StoredSink former, Moved found, Surroundings around) {
        super(form.name(), around.partition(), around.ticker());
        this.form = form;
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
        this.suspended =
                new SuspendClock(former.suspendedMillis() == null ? 0 : former.suspendedMillis(), around.clock());
        suspended.suspended(form.document().suspend());
        this.turns = new Turns(form.document().delivery(), around);
    }

    /** Puts another form in force, for what is waiting too. */
    public void update(DestinationForm newForm) {
        lock.lock();
        try {
            boolean slotsDiffer = newForm.document().delivery().concurrency()
                    != form.document().delivery().concurrency();
            form = newForm;
            turns = turns.with(newForm.document().delivery());
            suspended.suspended(newForm.document().suspend());
            readyNow();
            String waits = mustWait();
            if (waits != null) {
                park(waits, Duration.ZERO);
            } else if (slotsDiffer) {
                park("reconfigured", Duration.ZERO);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean wantsSource(String source) {
        DestinationForm now = form;
        return now.pipeline() != null
                ? now.pipeline().takesFrom(source)
                : now.document().sources().covers(source);
    }

    @Override
    public void foresee(LogFrame frame) {
        Filters filters;
        lock.lock();
        try {
            filters = in(Lane.LIVE) ? sieve(frame) : null;
        } finally {
            lock.unlock();
        }
        if (filters != null) {
            frame.sieve(filters);
        }
    }

    @Override
    public void offer(LogFrame frame, Lane from) {
        lock.lock();
        try {
            if (!in(from) || stopping()) {
                return;
            }
            Filters filters = sieve(frame);
            int kept = filters == null ? offerEach(frame) : offerLeft(frame, frame.sieve(filters));
            tracker.reached(frame.end());
            if (kept > 0) {
                frame.hold(kept);
                startSlots();
            }
            if (tracker.deferredCount() > MOST_DEFERRED) {
                park(
                        "more than " + MOST_DEFERRED + " events wait behind failed ones of their users",
                        users.nextDue(around.ticker().getAsLong()));
            }
        } finally {
            lock.unlock();
        }
    }

    private int offerEach(LogFrame frame) {
        int kept = 0;
        for (int i = 0; i < frame.count(); i++) {
            long position = frame.position(i);
            if (wants(frame, i)) {
                kept += offer(frame, i, position) ? 1 : 0;
                markChanged();
            }
        }
        return kept;
    }

    /** Filters that may judge the whole frame at once; null: every event is judged on its way. */
    private @Nullable Filters sieve(LogFrame frame) {
        DestinationPipeline pipeline = form.pipeline();
        if (pipeline == null
                || !form.document().enabled()
                || !moved.isEmpty()
                || around.suspects().careful()
                || !tracker.fresh(frame.position(0))) {
            return null;
        }
        Filters filters = pipeline.filters();
        return filters.isEmpty() || !filters.quick() ? null : filters;
    }

    /** Only what the filters leave becomes an event under way; the rest is counted, all at once. */
    private int offerLeft(LogFrame frame, Sieve sieve) {
        int kept = 0;
        for (int event : sieve.left()) {
            if (wantsSource(frame.frame().source(event))) {
                kept += offer(frame, event, frame.position(event)) ? 1 : 0;
                markChanged();
            }
        }
        sieve.dropped().forEach((source, events) -> {
            if (wantsSource(source)) {
                tracker.settle(source, FILTERED, events);
                markChanged();
            }
        });
        return kept;
    }

    /** Whether it was kept. */
    private boolean offer(LogFrame frame, int index, long position) {
        if (!moved.isEmpty() && moved.remove(position)) {
            tracker.settle(position, frame.frame().source(index), Outcome.MOVED);
        } else if (!form.document().enabled()) {
            tracker.settle(position, frame.frame().source(index), Outcome.DISABLED);
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

    /** Takes a record of a retry tier, or has it offered again later. */
    public void offer(RetryEntry entry) {
        lock.lock();
        try {
            MarkTracker tier = retries.of(entry);
            if (!tier.wants(entry.sequence()) || retries.settleMoved(entry)) {
                return;
            }
            if (!in(Lane.LIVE) || stopping() || retriesHeld >= MOST_RETRIES || !retries.inTurn(entry)) {
                retries.refuse(entry);
                return;
            }
            markChanged();
            if (!form.document().enabled()) {
                tier.settle(entry.sequence(), entry.record().source(), Outcome.DISABLED);
                retryAges.attempted(
                        entry.tier() != RetryTier.REDRIVE,
                        false,
                        Instant.parse(entry.record().receivedAt()).toEpochMilli());
                return;
            }
            retriesHeld++;
            enqueue(new RetryPending(entry, tier, around.ticker().getAsLong()));
            startSlots();
        } finally {
            lock.unlock();
        }
    }

    /** From which sequence on the tier's records must be offered again; {@link Long#MAX_VALUE}: from nowhere. */
    public long asksAgain(RetryTier tier) {
        lock.lock();
        try {
            return in(Lane.LIVE) && retriesHeld < MOST_RETRIES ? retries.again(tier) : Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    /** First record of the tier that is still needed; {@link Long#MAX_VALUE}: none is known of. */
    public long lowest(RetryTier tier) {
        lock.lock();
        try {
            return retries.lowest(tier);
        } finally {
            lock.unlock();
        }
    }

    private void startSlots() {
        boolean lingering = false;
        for (Slot slot : slots) {
            if (slot.running) {
                lingering = true;
            } else if (!slot.queue.isEmpty()) {
                slot.running = true;
                running++;
                Thread.ofVirtual().name("slot-" + name()).start(() -> serve(slot));
            }
        }
        if (lingering && form.document().delivery().batchEvents() > 1) {
            wake.signalAll();
        }
    }

    private void serve(Slot slot) {
        Escort escort = new Escort(this, around.suspects(), new Courier(this, slot, around));
        try {
            while (true) {
                List<Pending> batch = take(slot);
                if (batch.isEmpty()) {
                    return;
                }
                try {
                    escort.deliver(batch);
                } finally {
                    abandon(batch);
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().addKeyValue("destination", name()).log("slot interrupted");
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            LOG.atError().addKeyValue("destination", name()).setCause(e).log("slot failed; the destination waits");
            park("internal error: " + e, Duration.ofSeconds(30));
        } finally {
            ended(slot);
        }
    }

    private void ended(Slot slot) {
        lock.lock();
        try {
            running--;
            slot.running = false;
            if (!slot.queue.isEmpty()) {
                startSlots();
            }
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Empty if there is nothing left to do. */
    private List<Pending> take(Slot slot) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                Delivery policy = form.document().delivery();
                long wait = slot.linger(policy, around.ticker().getAsLong());
                if (wait <= 0 || !attached()) {
                    return slot.take(policy, keepsUsersOrder());
                }
                wake.awaitNanos(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What was not resolved stays open, and is read again when the destination catches up. */
    private void abandon(List<Pending> batch) {
        lock.lock();
        try {
            for (Pending event : batch) {
                if (event.resolved) {
                    continue;
                }
                release(event);
                if (event.attempts > 0 && event instanceof LogPending && failures.size() < MOST_FAILURES_REMEMBERED) {
                    failures.put(event.position(), Failure.of(event));
                }
                if (attached()) {
                    park("an event was left behind", Duration.ofSeconds(1));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void release(Pending event) {
        event.resolved = true;
        event.release();
        if (event instanceof RetryPending) {
            retriesHeld--;
            if (retriesHeld == 0 && retries.asksAgain() && in(Lane.LIVE)) {
                around.asksAgain().accept(this);
            }
        } else {
            held -= event.bytes();
        }
    }

    // What the courier asks for.

    DestinationForm form() {
        return form;
    }

    boolean keepsUsersOrder() {
        return form.document().delivery().ordering() == Ordering.USER;
    }

    void resolve(Pending event, Outcome outcome) {
        lock.lock();
        try {
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
            markChanged();
        } finally {
            lock.unlock();
        }
    }

    /** The event has failed again and again, and its user's later ones wait for it. */
    void setAside(Pending event, Slot slot) {
        lock.lock();
        try {
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
            markChanged();
        } finally {
            lock.unlock();
        }
    }

    private void defer(Pending event) {
        event.tracker.defer(event);
        release(event);
    }

    /** Waits for this request's turn; null if the destination has left its reader meanwhile. */
    @Nullable Turn awaitTurn() throws InterruptedException {
        if (!pause(Duration.ofNanos(turns.pace(around.ticker().getAsLong())))) {
            return null;
        }
        lock.lock();
        try {
            while (attached() && !turns.open()) {
                if (turns.admits() && around.maySend().getAsBoolean()) {
                    return turns.start(around.ticker().getAsLong());
                }
                wake.awaitNanos(Duration.ofMillis(50).toNanos());
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long; false if the destination has left its reader meanwhile. */
    boolean pause(Duration time) throws InterruptedException {
        if (time.isZero()) {
            return true;
        }
        lock.lock();
        try {
            long left = time.toNanos();
            while (left > 0 && attached()) {
                left = wake.awaitNanos(left);
            }
            return attached();
        } finally {
            lock.unlock();
        }
    }

    /** A request failed that held this event. */
    void attempted(Pending event) {
        lock.lock();
        try {
            event.attempts++;
            counters.failed(event.source());
            markChanged();
        } finally {
            lock.unlock();
        }
    }

    /** A request succeeded, or was refused in a way that shows the destination to be well. */
    void healthy(Turn turn) {
        lock.lock();
        try {
            turns.succeeded(turn);
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void notSent(Turn turn) {
        lock.lock();
        try {
            turns.gaveUp(turn);
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A request failed for a reason that may be the event's; true if the destination goes to its lane. */
    boolean failed(Turn turn, String error, boolean overload) {
        lock.lock();
        try {
            lastError(error);
            if (turns.failed(turn, overload, around.ticker().getAsLong())) {
                park(error, turns.pause(Duration.ZERO));
                return true;
            }
            wake.signalAll();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** A request failed as every other would. */
    void sick(Turn turn, String error, Duration retryAfter) {
        lock.lock();
        try {
            lastError(error);
            turns.broke(turn, around.ticker().getAsLong());
            park(error, turns.pause(retryAfter));
        } finally {
            lock.unlock();
        }
    }

    long successes() {
        lock.lock();
        try {
            return turns.successes();
        } finally {
            lock.unlock();
        }
    }

    long suspendedMillis() {
        lock.lock();
        try {
            return suspended.millis();
        } finally {
            lock.unlock();
        }
    }

    /** How long an event may still fail before it is given up; negative: no longer. */
    Duration patience(Instant firstFailure, long suspendedBefore) {
        lock.lock();
        try {
            return Duration.ofSeconds(form.document().delivery().retryForSeconds())
                    .minus(suspended.failing(firstFailure, suspendedBefore));
        } finally {
            lock.unlock();
        }
    }

    // What its readers ask for.

    @Override
    public void reached(long position, Lane from) {
        lock.lock();
        try {
            if (in(from)) {
                tracker.reached(position);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives up the frame's events that it has not resolved, and everything before them: they become dead letters that
     * refer to the archive. No reader takes it along meanwhile.
     *
     * @return how many events; empty if something of it is in flight, or it is not in its lane: try again
     * @throws IOException if the dead letters cannot be written; nothing is given up then
     */
    public OptionalInt expire(LogFrame frame) throws IOException, JetStreamApiException {
        BitSet events;
        lock.lock();
        try {
            if (!in(Lane.PARKED) || !idle() || stopping()) {
                return OptionalInt.empty();
            }
            tracker.rewind();
            events = unresolved(frame);
            expiring = true;
        } finally {
            lock.unlock();
        }
        boolean written = false;
        try {
            around.deadLetters().writeExpired(name(), around, frame, events);
            written = true;
        } finally {
            written = endExpiry(frame, events, written);
        }
        return written ? OptionalInt.of(events.cardinality()) : OptionalInt.empty();
    }

    /** Those that wait in a retry tier already, or that a disabled destination only counts, are settled at the end. */
    private BitSet unresolved(LogFrame frame) {
        BitSet events = new BitSet();
        boolean enabled = form.document().enabled();
        for (int i = 0; i < frame.count() && enabled; i++) {
            if (wants(frame, i) && !moved.contains(frame.position(i))) {
                events.set(i);
            }
        }
        return events;
    }

    private boolean wants(LogFrame frame, int index) {
        return !frame.duplicate(index)
                && wantsSource(frame.frame().source(index))
                && tracker.wants(frame.position(index));
    }

    private boolean endExpiry(LogFrame frame, BitSet events, boolean written) {
        lock.lock();
        try {
            expiring = false;
            if (!written || stopping()) {
                return false;
            }
            for (int i = 0; i < frame.count(); i++) {
                long position = frame.position(i);
                String source = frame.frame().source(i);
                if (events.get(i)) {
                    tracker.settle(position, source, Outcome.DEAD_LETTERED);
                    failures.remove(position);
                } else if (wants(frame, i)) {
                    tracker.settle(position, source, moved.remove(position) ? Outcome.MOVED : Outcome.DISABLED);
                }
            }
            tracker.reached(frame.end());
            markChanged();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected boolean idle() {
        return running == 0 && !expiring;
    }

    /** A disabled destination never waits: its events are counted and not kept. */
    @Override
    protected @Nullable String mustWait() {
        if (!form.document().enabled() || (form.waitsFor() == null && form.pipeline() != null)) {
            return null;
        }
        return String.valueOf(form.waitsFor());
    }

    @Override
    protected void rewound() {
        tracker.rewind();
        retries.rewind();
        users.pass(around.ticker().getAsLong());
        slots = new Slot[around.share(form.document().delivery().concurrency())];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot();
        }
        turns.probe();
    }

    @Override
    protected void joined() {
        if (retries.asksAgain()) {
            around.asksAgain().accept(this);
        }
    }

    @Override
    protected void dropped(Lane from) {
        if (from == Lane.LIVE) {
            // Whatever the live reader has passed was offered, or was none of this destination's.
            tracker.reached(around.head().getAsLong());
        }
        for (Slot slot : slots) {
            slot.queue.forEach(this::release);
            slot.queue.clear();
        }
    }

    @Override
    public void tick() {
        lock.lock();
        try {
            if (in(Lane.LIVE) && users.due(around.ticker().getAsLong())) {
                park("tries users again whose events failed", Duration.ZERO);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long lowest() {
        lock.lock();
        try {
            return tracker.openCount() > 0 ? tracker.lowest() : next();
        } finally {
            lock.unlock();
        }
    }

    private long next() {
        return in(Lane.LIVE) ? Math.max(tracker.next(), around.head().getAsLong()) : tracker.next();
    }

    @Override
    public Duration waiting() {
        lock.lock();
        try {
            return tracker.first() instanceof Pending oldest
                    ? Duration.ofNanos(around.ticker().getAsLong() - oldest.offeredNanos)
                    : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void moved(LogMove move) {
        lock.lock();
        try {
            switch (move) {
                case LogMove.Gap(long from, long to) -> tracker.forget(packed(from), packed(to));
                case LogMove.SetBack(long from, long to) -> {
                    park("the log was set back", Duration.ZERO);
                    tracker.setBack(packed(to));
                }
            }
            markChanged();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public StoredSink checkpoint() {
        lock.lock();
        try {
            stored();
            Mark mark = new Mark(next(), tracker.mark().open());
            Selection from = form.document().sources();
            return StoredSink.of(mark, counters.counts(), where(), lastError(), retries.stored(), suspended.millis())
                    .selecting(from.all() ? null : from.names());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Reading reading() {
        lock.lock();
        try {
            return new Reading(
                    lane(),
                    why(),
                    CircuitState.valueOf(turns.state().name()),
                    counters.counts(),
                    Optional.ofNullable(lastError()),
                    latencies.latency(around.ticker().getAsLong()),
                    lowest(),
                    tracker.oldestHeld(),
                    retryAges.oldest());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Counts counts() {
        lock.lock();
        try {
            return counters.counts();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            beginStopping();
            park("stopping", Duration.ZERO);
            long left = patience.toNanos();
            while (running > 0 && left > 0) {
                left = wake.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private static long packed(long frame) {
        return new Position(frame, 0).packed();
    }
}
