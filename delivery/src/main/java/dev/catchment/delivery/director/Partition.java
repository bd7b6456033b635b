package dev.catchment.delivery.director;

import dev.catchment.contract.Position;
import dev.catchment.delivery.dedupe.Dedupe;
import dev.catchment.delivery.lane.Lane;
import dev.catchment.delivery.lane.Reading;
import dev.catchment.delivery.lane.Sink;
import dev.catchment.delivery.log.DataLoss;
import dev.catchment.delivery.log.FrameTimes;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.log.LogMove;
import dev.catchment.delivery.log.SeenFrame;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the readers of one partition share: the head up to which live sinks have been offered everything, and what is to
 * be known of the log. A sink joins the head between two frames.
 */
final class Partition {
    private static final Logger LOG = LoggerFactory.getLogger(Partition.class);

    private final int number;
    private final Sinks sinks = new Sinks();
    private final Dedupe dedupe;
    private final FrameTimes times = new FrameTimes();
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<LogMove> known = new HashSet<>();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private volatile long head;
    private volatile @Nullable SeenFrame before;
    private volatile DataLoss loss;
    private volatile @Nullable String stopped;

    /** Head and the frame before it, as one. */
    record At(long head, Optional<SeenFrame> before) {}

    Partition(int number, long head, Optional<SeenFrame> before, DataLoss loss, Dedupe dedupe, Clock clock) {
        this.number = number;
        this.head = head;
        this.before = before.orElse(null);
        this.loss = loss;
        this.dedupe = dedupe;
        this.clock = clock;
    }

    int number() {
        return number;
    }

    Sinks sinks() {
        return sinks;
    }

    Dedupe dedupe() {
        return dedupe;
    }

    FrameTimes times() {
        return times;
    }

    /** Sequence of the frame that live sinks are offered next. */
    long head() {
        return head;
    }

    long packedHead() {
        return new Position(head, 0).packed();
    }

    At at() {
        lock.lock();
        try {
            return new At(head, Optional.ofNullable(before));
        } finally {
            lock.unlock();
        }
    }

    /** Whether the frame was stored after everything that the live reader has read: the log is another one now. */
    boolean unseen(LogFrame frame) {
        SeenFrame last = before;
        return last != null && last.stored() != null && frame.stored().isAfter(last.stored());
    }

    DataLoss loss() {
        return loss;
    }

    @Nullable String stopped() {
        return stopped;
    }

    void stopped(@Nullable String reason) {
        stopped = reason;
    }

    long eventsRead() {
        return events.get();
    }

    long duplicates() {
        return duplicates.get();
    }

    long damagedFrames() {
        return damaged.get();
    }

    /**
     * When the oldest event was received that the sink is not done with, to within {@link FrameTimes#GRAIN} where it
     * waits in the log; events of others there are taken for the sink's. Empty: there is none, or it is not known yet.
     */
    Optional<Instant> oldestPending(Reading sink) {
        Optional<Instant> inLog =
                sink.oldestHeld().or(() -> sink.lowest() >= packedHead() ? Optional.empty() : times.at(frame(sink)));
        Optional<Instant> retrying = sink.oldestRetrying();
        return inLog.isPresent() && retrying.isPresent()
                ? Optional.of(inLog.get().isBefore(retrying.get()) ? inLog.get() : retrying.get())
                : inLog.or(() -> retrying);
    }

    private static long frame(Reading sink) {
        return Position.ofPacked(sink.lowest()).frame();
    }

    /** Offers the frame at the head to the live sinks that it concerns. */
    void offer(LogFrame frame) {
        dedupe.observe(frame);
        times.read(frame.sequence(), frame.stored());
        events.addAndGet(frame.count());
        duplicates.addAndGet(frame.duplicates());
        for (Sink sink : sinks.wanting(frame.sources())) {
            sink.foresee(frame);
        }
        lock.lock();
        try {
            for (Sink sink : sinks.wanting(frame.sources())) {
                sink.offer(frame, Lane.LIVE);
            }
            head = frame.sequence() + 1;
            before = new SeenFrame(frame.frame().id(), frame.stored());
        } finally {
            lock.unlock();
        }
    }

    /** The frame at the head is unreadable and set aside. */
    void passDamaged() {
        lock.lock();
        try {
            long passed = head;
            head = passed + 1;
            before = null;
            damaged.incrementAndGet();
        } finally {
            lock.unlock();
        }
    }

    /** Makes the sinks live if the sweep, whose next frame this is, has reached the head. */
    boolean join(long next, Iterable<Sink> caughtUp) {
        lock.lock();
        try {
            if (next != head) {
                return false;
            }
            caughtUp.forEach(Sink::goLive);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The log is not what it was: counted once, and never passed over in silence. */
    void moved(LogMove move, boolean atHead) throws IOException, JetStreamApiException {
        lock.lock();
        try {
            if (known.add(move)) {
                loss = loss.plus(move.frames(), move.describe(), clock.instant());
                LOG.atError().addKeyValue("partition", number).log("data loss: {}", move.describe());
            }
            sinks.all().forEach(sink -> sink.moved(move));
            if (atHead) {
                switch (move) {
                    case LogMove.Gap(long from, long to) -> head = to;
                    case LogMove.SetBack(long from, long to) -> {
                        head = to;
                        dedupe.setBack(new Position(to, 0).packed());
                        times.setBack(to);
                    }
                }
                before = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
