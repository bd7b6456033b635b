package dev.catchment.delivery.archive;

import dev.catchment.broker.archive.ArchiveEntry;
import dev.catchment.contract.Position;
import dev.catchment.contract.count.CircuitCause;
import dev.catchment.contract.count.CircuitState;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.delivery.lane.Lane;
import dev.catchment.delivery.lane.LanedSink;
import dev.catchment.delivery.lane.Reading;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.log.LogMove;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.StoredSink;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive of one partition, as one more sink: events of every source, each once, in the order of the log. Its mark
 * is the end of the last object that the index names; what is in the open object is read again after a crash, and an
 * index entry that was written just before one is recognised by where it begins. It is long because its queue, its open
 * object and its lane change together, under one lock.
 */
public final class ArchiveSink extends LanedSink {
    /** Its name among the sinks of a partition; no resource can be called so. */
    public static final String NAME = "_archive";

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveSink.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final ArchiveStore store;
    private final Supplier<DeliverySettings> settings;
    private final int partition;
    private final long epoch;
    private final LongSupplier head;
    private final BooleanSupplier mayWrite;
    private final LongSupplier ticker;
    private final ArrayDeque<Arrived> queue = new ArrayDeque<>();
    private final Thread worker;
    private Position mark;
    private long next;
    private long archived;
    private long attempt;
    /** Packed position up to which the open object has the log; only the worker's. */
    private long appended;

    private @Nullable OpenObject open;
    private boolean busy;

    private record Arrived(LogFrame frame, long nanos) {}

    /** @param mayWrite whether the lease still holds */
    public ArchiveSink(
            ArchiveStore store,
            Supplier<DeliverySettings> settings,
            int partition,
            long epoch,
            StoredSink from,
            LongSupplier head,
            BooleanSupplier mayWrite,
            LongSupplier ticker)
            throws IOException, JetStreamApiException {
        super(NAME, partition, ticker);
        this.store = store;
        this.settings = settings;
        this.partition = partition;
        this.epoch = epoch;
        this.head = head;
        this.mayWrite = mayWrite;
        this.ticker = ticker;
        this.mark = Position.ofPacked(from.mark().next());
        this.archived = from.counts().delivered();
        adopt();
        this.next = mark.packed();
        this.worker = Thread.ofVirtual().name("archive-" + partition).start(this::run);
    }

    /** Entries written before a crash that came before the checkpoint. */
    private void adopt() throws IOException, JetStreamApiException {
        Optional<ArchiveEntry> written = store.entry(partition, mark);
        while (written.isPresent()) {
            mark = written.get().toPosition();
            archived += written.get().events();
            written = store.entry(partition, mark);
        }
    }

    private void run() {
        try {
            while (true) {
                Arrived arrived;
                lock.lock();
                try {
                    busy = false;
                    wake.signalAll();
                    while (queue.isEmpty() && !(due() && mayWrite.getAsBoolean())) {
                        if (stopping() && (open == null || in(Lane.PARKED) || !mayWrite.getAsBoolean())) {
                            return;
                        }
                        wake.await(200, TimeUnit.MILLISECONDS);
                    }
                    arrived = queue.pollFirst();
                    busy = true;
                } finally {
                    lock.unlock();
                }
                work(arrived);
            }
        } catch (InterruptedException e) {
            LOG.atDebug().addKeyValue("partition", partition).log("archive interrupted");
        }
    }

    private void work(@Nullable Arrived arrived) {
        try {
            if (arrived != null) {
                append(arrived.frame());
            }
            if (due()) {
                roll();
            }
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.atWarn().addKeyValue("partition", partition).log("archive object not written: {}", e.toString());
            failed(String.valueOf(e.getMessage()));
        } finally {
            if (arrived != null) {
                arrived.frame().release(arrived.frame().count());
            }
        }
    }

    private void failed(String error) {
        lock.lock();
        try {
            lastError(error);
            park("an object cannot be written: " + error, RETRY);
        } finally {
            lock.unlock();
        }
    }

    private void append(LogFrame frame) {
        lock.lock();
        try {
            if (in(Lane.PARKED)) {
                return;
            }
            for (int i = 0; i < frame.count(); i++) {
                Position position = new Position(frame.sequence(), i);
                if (frame.duplicate(i) || position.compareTo(mark) < 0) {
                    continue;
                }
                if (open == null) {
                    open = new OpenObject(mark, ticker.getAsLong());
                }
                open.append(position, frame.event(i));
            }
            appended = frame.end();
            if (open == null) {
                mark = Position.ofPacked(Math.max(mark.packed(), frame.end()));
                markChanged();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean due() {
        OpenObject object = open;
        if (object == null || in(Lane.PARKED)) {
            return false;
        }
        DeliverySettings.Archive policy = settings.get().archive();
        long age = ticker.getAsLong() - object.openedNanos();
        return object.bytes() >= policy.objectBytes()
                || age >= TimeUnit.SECONDS.toNanos(policy.rollSeconds())
                || (stopping() && queue.isEmpty());
    }

    /** Put, then index, then the mark: a crash in between leaves a stray object or an entry that is adopted. */
    private void roll() throws IOException, JetStreamApiException {
        OpenObject object;
        lock.lock();
        try {
            object = open;
            if (object == null || !mayWrite.getAsBoolean()) {
                return;
            }
            open = null;
        } finally {
            lock.unlock();
        }
        Position to = Position.ofPacked(appended);
        byte[] content = object.finish();
        String name = ArchiveStore.name(partition, object.from(), epoch, attempt++);
        store.put(name, content);
        if (store.index(object.entry(partition, name, to, content.length))) {
            advance(to, object.events());
            return;
        }
        store.removeObject(name);
        ArchiveEntry present = store.entry(partition, object.from()).orElseThrow();
        park("another object is there already", Duration.ZERO);
        advance(present.toPosition(), present.events());
    }

    private void advance(Position to, long events) {
        lock.lock();
        try {
            mark = to;
            next = Math.max(next, to.packed());
            archived += events;
            markChanged();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean wantsSource(String source) {
        return true;
    }

    @Override
    public void offer(LogFrame frame, Lane from) {
        lock.lock();
        try {
            if (in(from) && !stopping()) {
                frame.hold(frame.count());
                queue.add(new Arrived(frame, ticker.getAsLong()));
                next = frame.end();
                wake.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void reached(long position, Lane from) {
        lock.lock();
        try {
            if (in(from)) {
                next = Math.max(next, position);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected boolean idle() {
        return !busy;
    }

    @Override
    protected @Nullable String mustWait() {
        return null;
    }

    @Override
    protected void rewound() {}

    @Override
    protected void dropped(Lane from) {
        queue.forEach(arrived -> arrived.frame().release(arrived.frame().count()));
        queue.clear();
        open = null;
        next = mark.packed();
    }

    @Override
    public long lowest() {
        lock.lock();
        try {
            boolean idle = open == null && queue.isEmpty() && !busy && in(Lane.LIVE);
            return idle ? Math.max(next, head.getAsLong()) : mark.packed();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Duration waiting() {
        lock.lock();
        try {
            return queue.isEmpty()
                    ? Duration.ZERO
                    : Duration.ofNanos(ticker.getAsLong() - queue.getFirst().nanos());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long held() {
        lock.lock();
        try {
            return queue.stream().mapToLong(arrived -> arrived.frame().bytes()).sum();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void moved(LogMove move) {
        lock.lock();
        try {
            switch (move) {
                case LogMove.Gap(long from, long to) -> {
                    if (mark.frame() >= from && mark.frame() < to) {
                        mark = new Position(to, 0);
                        next = Math.max(next, mark.packed());
                    }
                }
                case LogMove.SetBack(long from, long to) -> {
                    Position end = new Position(to, 0);
                    mark = mark.compareTo(end) < 0 ? mark : end;
                    park("the log was set back", Duration.ZERO);
                }
            }
            markChanged();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Counts counts() {
        return new Counts(archived, 0, 0, 0, 0, 0, 0, 0, new TreeMap<>());
    }

    @Override
    public Reading reading() {
        lock.lock();
        try {
            boolean fails = in(Lane.PARKED) && lastError() != null;
            return new Reading(
                    lane(),
                    why(),
                    fails ? CircuitState.OPEN : CircuitState.CLOSED,
                    fails ? Optional.of(CircuitCause.OTHER) : Optional.empty(),
                    counts(),
                    Optional.ofNullable(lastError()),
                    Optional.empty(),
                    lowest(),
                    Optional.empty(),
                    Optional.empty());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public StoredSink checkpoint() {
        lock.lock();
        try {
            stored();
            return StoredSink.of(Mark.at(Position.ofPacked(lowest())), counts(), where(), lastError());
        } finally {
            lock.unlock();
        }
    }

    /** Closes the open object first, if there is time. */
    @Override
    public void stop(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            beginStopping();
        } finally {
            lock.unlock();
        }
        worker.join(patience.isZero() ? Duration.ofNanos(1) : patience);
    }
}
