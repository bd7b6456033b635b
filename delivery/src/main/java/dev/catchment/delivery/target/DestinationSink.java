package dev.catchment.delivery.target;

import dev.catchment.contract.Position;
import dev.catchment.contract.plan.DestinationDocument.Delivery;
import dev.catchment.contract.plan.DestinationDocument.Ordering;
import dev.catchment.delivery.lane.Lane;
import dev.catchment.delivery.lane.Sink;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.log.LogMove;
import dev.catchment.delivery.mark.Counters;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.MarkTracker;
import dev.catchment.delivery.mark.Outcome;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.delivery.plan.DestinationForm;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One destination in one partition: where it reads, what is open, and the slots that send. A slot is a queue with at
 * most one thread; a user's events share a slot, so they leave in order. Everything here is guarded by one lock, which
 * is never held during a request. It is long because that lock guards one state machine; what needs no lock is in
 * {@link MarkTracker}, {@link Circuit}, {@link Slot} and {@link Courier}.
 *
 * <pre>
 *  offer ─▶ tracker.open ─▶ slot[hash(user)] ─▶ {@link Courier}: evaluate ─▶ send ─┬─ done, dead letter ─▶ tracker.resolve
 *   ▲                          ▲    │                           ▲ └─ fails ─▶ pause┤
 *   │                          │    │ parked: queues dropped    └──────────────────┤
 *   │                          │    ▼                                              │ sick: the circuit opens
 *   live reader or sweep ◀── beginCatchUp: tracker.rewind ◀── ready ◀── PARKED ◀───┘
 * </pre>
 */
public final class DestinationSink implements Sink {
    private static final Logger LOG = LoggerFactory.getLogger(DestinationSink.class);
    private static final int MOST_FAILURES_REMEMBERED = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final String name;
    private final Surroundings around;
    private final MarkTracker tracker;
    private final Circuit circuit;
    private final Map<Long, Failure> failures = new HashMap<>();
    private volatile DestinationForm form;
    private Pacer pacer;
    private Slot[] slots = {};
    private int running;
    private long held;
    private Lane lane = Lane.PARKED;
    private String reason = "starting";
    private @Nullable String lastError;
    private long readyAt;
    private boolean stopping;
    private boolean changed = true;

    public DestinationSink(DestinationForm form, Mark mark, Counts counts, Surroundings around) {
        this.name = form.name();
        this.form = form;
        this.around = around;
        this.tracker = new MarkTracker(mark, new Counters(counts), Counters.From.LOG);
        this.circuit = new Circuit(around.random());
        this.pacer = pacer(form);
        this.readyAt = around.ticker().getAsLong();
    }

    /** Puts another form in force, for what is waiting too. */
    public void update(DestinationForm newForm) {
        lock.lock();
        try {
            boolean slotsDiffer = newForm.document().delivery().concurrency()
                    != form.document().delivery().concurrency();
            form = newForm;
            pacer = pacer(newForm);
            circuit.reset();
            readyAt = around.ticker().getAsLong();
            if (mustWait()) {
                park(String.valueOf(newForm.waitsFor()), Duration.ZERO);
            } else if (slotsDiffer) {
                park("reconfigured", Duration.ZERO);
            }
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean wantsSource(String source) {
        DestinationForm now = form;
        return now.pipeline() != null
                ? now.pipeline().takesFrom(source)
                : now.document().sources().covers(source);
    }

    @Override
    public void offer(LogFrame frame, Lane from) {
        lock.lock();
        try {
            if (lane != from || stopping) {
                return;
            }
            int kept = 0;
            boolean enabled = form.document().enabled();
            for (int i = 0; i < frame.count(); i++) {
                long position = frame.position(i);
                if (frame.duplicate(i) || !wantsSource(frame.frame().source(i)) || !tracker.wants(position)) {
                    continue;
                }
                if (enabled) {
                    enqueue(new Pending(frame, i, around.ticker().getAsLong()));
                    kept++;
                } else {
                    tracker.settle(position, Outcome.DISABLED);
                }
                changed = true;
            }
            tracker.reached(frame.end());
            if (kept > 0) {
                frame.hold(kept);
                startSlots();
            }
        } finally {
            lock.unlock();
        }
    }

    private void enqueue(Pending event) {
        Failure before = failures.remove(event.position());
        if (before != null) {
            event.attempts = before.attempts();
            event.failures = before.failures();
            event.firstFailure = before.first();
            event.successesBefore = before.successesBefore();
        }
        tracker.open(event);
        held += event.bytes();
        slots[event.frame.frame().userKey(event.index).slot(slots.length)].queue.add(event);
    }

    private void startSlots() {
        boolean lingering = false;
        for (Slot slot : slots) {
            if (slot.running) {
                lingering = true;
            } else if (!slot.queue.isEmpty()) {
                slot.running = true;
                running++;
                Thread.ofVirtual().name("slot-" + name).start(() -> serve(slot));
            }
        }
        if (lingering && form.document().delivery().batchEvents() > 1) {
            wake.signalAll();
        }
    }

    private void serve(Slot slot) {
        Escort escort = new Escort(this, around.suspects(), new Courier(this, around));
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
            LOG.atDebug().addKeyValue("destination", name).log("slot interrupted");
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            LOG.atError().addKeyValue("destination", name).setCause(e).log("slot failed; the destination waits");
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
                if (wait <= 0 || lane == Lane.PARKED || stopping) {
                    return slot.take(policy, policy.ordering() == Ordering.USER);
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
                if (event.attempts > 0 && failures.size() < MOST_FAILURES_REMEMBERED) {
                    failures.put(
                            event.position(),
                            new Failure(event.attempts, event.failures, event.firstFailure, event.successesBefore));
                }
                if (lane != Lane.PARKED && !stopping) {
                    park("an event was left behind", Duration.ofSeconds(1));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void release(Pending event) {
        event.resolved = true;
        held -= event.bytes();
        event.frame.release(1);
    }

    // What the courier asks for.

    DestinationForm form() {
        return form;
    }

    void resolve(Pending event, Outcome outcome) {
        lock.lock();
        try {
            tracker.resolve(event, outcome, event.attempts);
            release(event);
            changed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for this request's turn; false if the destination has left its reader meanwhile. */
    boolean awaitTurn() throws InterruptedException {
        if (!pause(Duration.ofNanos(pacer.take(around.ticker().getAsLong())))) {
            return false;
        }
        lock.lock();
        try {
            while (lane != Lane.PARKED && !stopping && circuit.state() != Circuit.State.OPEN) {
                if (circuit.admits() && around.maySend().getAsBoolean()) {
                    circuit.started();
                    return true;
                }
                wake.awaitNanos(Duration.ofMillis(50).toNanos());
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long; false if the destination has left its reader meanwhile. */
    boolean pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (left > 0 && lane != Lane.PARKED && !stopping) {
                left = wake.awaitNanos(left);
            }
            return lane != Lane.PARKED && !stopping;
        } finally {
            lock.unlock();
        }
    }

    /** A request succeeded, or was refused in a way that shows the destination to be well. */
    void healthy() {
        lock.lock();
        try {
            circuit.succeeded();
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void notSent() {
        lock.lock();
        try {
            circuit.gaveUp();
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A request failed for a reason that may be the event's; true if the destination goes to its lane. */
    boolean failed(String error) {
        lock.lock();
        try {
            lastError = error;
            changed = true;
            if (circuit.failed()) {
                park(error, circuit.pause(Duration.ZERO));
                return true;
            }
            wake.signalAll();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** A request failed as every other would. */
    void sick(String error, Duration retryAfter) {
        lock.lock();
        try {
            lastError = error;
            circuit.broke();
            park(error, circuit.pause(retryAfter));
        } finally {
            lock.unlock();
        }
    }

    long successes() {
        lock.lock();
        try {
            return circuit.successes();
        } finally {
            lock.unlock();
        }
    }

    // What its readers ask for.

    @Override
    public void reached(long position, Lane from) {
        lock.lock();
        try {
            if (lane == from) {
                tracker.reached(position);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Lane lane() {
        lock.lock();
        try {
            return lane;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean ready() {
        lock.lock();
        try {
            return lane == Lane.PARKED
                    && running == 0
                    && !stopping
                    && !mustWait()
                    && around.ticker().getAsLong() - readyAt >= 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void beginCatchUp() {
        lock.lock();
        try {
            tracker.rewind();
            int concurrency =
                    (int) Math.max(1, Math.floor(form.document().delivery().concurrency() * around.share()));
            slots = new Slot[concurrency];
            for (int i = 0; i < concurrency; i++) {
                slots[i] = new Slot();
            }
            circuit.probe();
            enter(Lane.CATCHING_UP, "catching up");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void goLive() {
        lock.lock();
        try {
            if (lane == Lane.CATCHING_UP) {
                enter(Lane.LIVE, "");
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void park(String why, Duration pause) {
        lock.lock();
        try {
            long until = around.ticker().getAsLong() + pause.toNanos();
            if (lane == Lane.PARKED) {
                readyAt = readyAt - until > 0 ? readyAt : until;
                return;
            }
            if (lane == Lane.LIVE) {
                // Whatever the live reader has passed was offered, or was none of this destination's.
                tracker.reached(around.head().getAsLong());
            }
            readyAt = until;
            enter(Lane.PARKED, why);
            for (Slot slot : slots) {
                slot.queue.forEach(this::release);
                slot.queue.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    private void enter(Lane newLane, String why) {
        lane = newLane;
        reason = why;
        changed = true;
        wake.signalAll();
        LOG.atInfo()
                .addKeyValue("destination", name)
                .addKeyValue("partition", around.partition())
                .log("destination is {}{}", newLane, why.isEmpty() ? "" : ": " + why);
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
        return lane == Lane.LIVE ? Math.max(tracker.next(), around.head().getAsLong()) : tracker.next();
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
            changed = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean changed() {
        lock.lock();
        try {
            return changed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public StoredSink checkpoint() {
        lock.lock();
        try {
            changed = false;
            Mark mark = tracker.mark();
            String why = mustWait() ? String.valueOf(form.waitsFor()) : reason;
            String where = lane == Lane.LIVE ? "live" : lane + ": " + why;
            return StoredSink.of(new Mark(next(), mark.open()), tracker.counts(), where, lastError);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Counts counts() {
        lock.lock();
        try {
            return tracker.counts();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            stopping = true;
            park("stopping", Duration.ZERO);
            wake.signalAll();
            long left = patience.toNanos();
            while (running > 0 && left > 0) {
                left = wake.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A disabled destination never waits: its events are counted and not kept. */
    private boolean mustWait() {
        return form.document().enabled() && (form.waitsFor() != null || form.pipeline() == null);
    }

    private Pacer pacer(DestinationForm of) {
        Integer rate = of.document().delivery().ratePerSecond();
        return new Pacer(
                rate == null ? 0 : rate * around.share(), around.ticker().getAsLong());
    }

    private static long packed(long frame) {
        return new Position(frame, 0).packed();
    }
}
