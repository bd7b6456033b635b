package dev.catchment.delivery.target;

import dev.catchment.contract.count.CircuitCause;
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
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Outcome;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.delivery.plan.DestinationForm;
import dev.catchment.delivery.retry.Moved;
import dev.catchment.delivery.retry.RetryEntry;
import dev.catchment.filter.Filters;
import dev.catchment.pipeline.DestinationPipeline;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
    private static final String RECONFIGURED = "reconfigured";
    private static final Duration HELD = Duration.ofSeconds(10);

    private final Surroundings around;
    private final Work work;
    private final SuspendClock suspended;
    private volatile DestinationForm form;
    private Turns turns;
    private int running;
    private boolean expiring;

    /** @param former checkpoint to go on from */
    public DestinationSink(DestinationForm form, StoredSink former, Moved found, Surroundings around) {
        super(form.name(), around.partition(), around.ticker());
        this.form = form;
        this.around = around;
        this.work = new Work(former, found, around);
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
                park(RECONFIGURED, Duration.ZERO);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean wantsSource(String source) {
        return form.takesFrom(source);
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
            if (work.offer(frame, form, sieve(frame))) {
                markChanged();
                startSlots();
            }
            if (work.crowded()) {
                park(
                        "more than " + Work.MOST_DEFERRED + " events wait behind failed ones of their users",
                        work.nextPass());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Filters that may judge the whole frame at once; null: every event is judged on its way. */
    private @Nullable Filters sieve(LogFrame frame) {
        DestinationPipeline pipeline = form.pipeline();
        if (pipeline == null || !form.document().enabled() || around.suspects().careful() || !work.fresh(frame)) {
            return null;
        }
        Filters filters = pipeline.filters();
        return filters.isEmpty() || !filters.quick() ? null : filters;
    }

    /** Takes a record of a retry tier, or has it offered again later. */
    public void offer(RetryEntry entry) {
        lock.lock();
        try {
            if (work.offer(entry, form, in(Lane.LIVE) && !stopping())) {
                markChanged();
                startSlots();
            }
        } finally {
            lock.unlock();
        }
    }

    /** From which sequence on the tier's records must be offered again; {@link Long#MAX_VALUE}: from nowhere. */
    public long asksAgain(RetryTier tier) {
        lock.lock();
        try {
            return in(Lane.LIVE) ? work.asksAgain(tier) : Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    /** First record of the tier that is still needed; {@link Long#MAX_VALUE}: none is known of. */
    public long lowest(RetryTier tier) {
        lock.lock();
        try {
            return work.lowest(tier);
        } finally {
            lock.unlock();
        }
    }

    private void startSlots() {
        boolean lingering = false;
        for (Slot slot : work.slots()) {
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
                work.abandon(event);
                if (attached()) {
                    park("an event was left behind", Duration.ofSeconds(1));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Records that were refused for want of room are welcome again. */
    private void askAgain() {
        if (work.asksAgain() && in(Lane.LIVE)) {
            around.asksAgain().accept(this);
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
            work.resolve(event, outcome);
            markChanged();
            askAgain();
        } finally {
            lock.unlock();
        }
    }

    /** The event has failed again and again, and its user's later ones wait for it. */
    void setAside(Pending event, Slot slot) {
        lock.lock();
        try {
            work.setAside(event, slot);
            markChanged();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a request's turn; null if the destination has left its reader meanwhile. It leaves it if the request is
     * not to be made at all as it is: another form is in force, and with it perhaps other credentials.
     *
     * @param by the form that the request is made by
     * @param begun a part of the same is sent already, so the rest is too
     */
    @Nullable Turn awaitTurn(DestinationForm by, boolean begun) throws InterruptedException {
        if (!pause(Duration.ofNanos(turns.pace(around.ticker().getAsLong())))) {
            return null;
        }
        lock.lock();
        try {
            while (attached() && !turns.open()) {
                if (!by.equals(form) && !begun) {
                    park(RECONFIGURED, Duration.ZERO);
                } else if (turns.admits() && around.maySend().getAsBoolean()) {
                    return turns.start(around.ticker().getAsLong());
                } else {
                    wake.awaitNanos(Duration.ofMillis(50).toNanos());
                }
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
            work.failed(event);
            markChanged();
        } finally {
            lock.unlock();
        }
    }

    /** A request succeeded, or was refused in a way that shows the destination to be well. */
    void healthy(Turn turn) {
        lock.lock();
        try {
            boolean recovers = !turns.closed();
            turns.succeeded(turn);
            if (recovers) {
                around.turned().run();
            }
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
            boolean opens = turns.closed();
            if (turns.failed(turn, overload, around.ticker().getAsLong())) {
                if (opens) {
                    around.turned().run();
                }
                park(error, turns.pause(Duration.ZERO));
                return true;
            }
            wake.signalAll();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** An event became a dead letter without a request. */
    void neverSent(String why) {
        lock.lock();
        try {
            lastError(why);
        } finally {
            lock.unlock();
        }
    }

    /** A request failed as every other would; but one that a former form made says nothing of those that follow. */
    void sick(Turn turn, DestinationForm by, String error, CircuitCause cause, Duration retryAfter) {
        lock.lock();
        try {
            lastError(error);
            if (!by.equals(form)) {
                turns.gaveUp(turn);
                park(RECONFIGURED, Duration.ZERO);
                return;
            }
            boolean opens = turns.closed();
            turns.broke(turn, cause, around.ticker().getAsLong());
            if (opens) {
                around.turned().run();
            }
            park(error, turns.pause(retryAfter));
        } finally {
            lock.unlock();
        }
    }

    /** A filter that cannot be judged by keeps everything back, for as long as it is in force. */
    void held(DestinationForm by, String why) {
        lock.lock();
        try {
            park(why, by.equals(form) ? HELD : Duration.ZERO);
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
                work.reached(position);
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
            events = work.unresolved(frame, form);
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

    private boolean endExpiry(LogFrame frame, BitSet events, boolean written) {
        lock.lock();
        try {
            expiring = false;
            if (!written || stopping()) {
                return false;
            }
            work.givenUp(frame, form, events);
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
        work.rewind(around.share(form.document().delivery().concurrency()));
        turns.probe();
    }

    @Override
    protected void joined() {
        askAgain();
    }

    @Override
    protected void dropped(Lane from) {
        if (from == Lane.LIVE) {
            // Whatever the live reader has passed was offered, or was none of this destination's.
            work.reached(around.head().getAsLong());
        }
        work.drop();
    }

    @Override
    public void tick() {
        lock.lock();
        try {
            if (in(Lane.LIVE) && work.passDue()) {
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
            return work.lowest(passed());
        } finally {
            lock.unlock();
        }
    }

    /** Whatever the live reader has passed was offered, or was none of this destination's. */
    private long passed() {
        return in(Lane.LIVE) ? around.head().getAsLong() : 0;
    }

    @Override
    public Duration waiting() {
        lock.lock();
        try {
            return work.waiting();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long held() {
        lock.lock();
        try {
            return work.held();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void moved(LogMove move) {
        lock.lock();
        try {
            switch (move) {
                case LogMove.Gap gap -> work.lost(gap);
                case LogMove.SetBack back -> {
                    park("the log was set back", Duration.ZERO);
                    work.setBack(back);
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
            Selection from = form.document().sources();
            return StoredSink.of(
                            work.mark(passed()), work.counts(), where(), lastError(), work.tiers(), suspended.millis())
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
                    turns.cause(),
                    work.counts(),
                    Optional.ofNullable(lastError()),
                    work.latency(),
                    lowest(),
                    work.oldestHeld(),
                    work.oldestRetrying());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Counts counts() {
        lock.lock();
        try {
            return work.counts();
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
}
