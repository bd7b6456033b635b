package dev.catchment.delivery.director;

import dev.catchment.contract.Position;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.frame.FrameException;
import dev.catchment.delivery.lane.Lane;
import dev.catchment.delivery.log.FrameBudget;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.log.LogMove;
import dev.catchment.delivery.log.LogRead;
import dev.catchment.delivery.log.LogReader;
import dev.catchment.delivery.target.DestinationSink;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up the oldest part of the oldest lanes: their events there become dead letters that say where the archive has
 * them. Goes through the log once, from the oldest cursor on; where it comes to the next lane's cursor, that one gives
 * up too, since the space of a frame is free only when nobody needs it any more. Filters are not evaluated: also what a
 * destination would have filtered becomes a dead letter, and is filtered when it is re-driven.
 */
final class LaneExpiry {
    private static final Logger LOG = LoggerFactory.getLogger(LaneExpiry.class);
    private static final String WHY = "the log is full: its oldest events are given up";
    private static final Duration HOLD = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofSeconds(1);
    /** What the broker stores beside a frame. */
    private static final long OVERHEAD = 64;

    private final Connection connection;
    private final String stream;
    private final Partition partition;
    private final Lease lease;
    private final AtomicLong expired = new AtomicLong();

    LaneExpiry(Connection connection, Subjects names, Partition partition, Lease lease) {
        this.connection = connection;
        this.stream = names.logStream(partition.number());
        this.partition = partition;
        this.lease = lease;
    }

    /** Events given up so far. */
    long expired() {
        return expired.get();
    }

    /** Of those behind the head, the one with the oldest cursor. */
    private Optional<DestinationSink> oldest() {
        return destinations().stream()
                .filter(sink -> frameOf(sink) < partition.head())
                .min(Comparator.comparingLong(DestinationSink::lowest));
    }

    /** First frame that a destination needs. */
    long lowest() {
        return oldest().map(LaneExpiry::frameOf).orElse(Long.MAX_VALUE);
    }

    /**
     * Gives up that many bytes of the log, or as much as it may.
     *
     * @param limit frame that must stay
     * @return whether lanes have given anything up
     */
    boolean expire(long bytes, long limit) throws IOException, JetStreamApiException, InterruptedException {
        long from = lowest();
        if (from >= limit) {
            return false;
        }
        Map<String, Tally> tallies = new TreeMap<>();
        FrameBudget unbounded = new FrameBudget(Long.MAX_VALUE, Integer.MAX_VALUE);
        try (LogReader reader = new LogReader(connection, stream, from, Optional.empty(), unbounded)) {
            long freed = 0;
            while (freed < bytes && reader.next() < limit && lease.valid()) {
                long before = freed;
                switch (reader.read(POLL)) {
                    case LogRead.Next(LogFrame frame) -> freed += giveUp(frame, tallies);
                    case LogRead.Damaged damaged -> {
                        pass(reader.next());
                        freed += damaged.bytes().length + OVERHEAD;
                    }
                    case LogRead.Moved(LogMove.Gap gap) -> {
                        partition.moved(gap, false);
                        pass(reader.next());
                        continue;
                    }
                    case LogRead.Moved moved -> {}
                    case LogRead.Nothing nothing -> {}
                }
                if (freed == before) {
                    break;
                }
            }
            return freed > 0;
        } catch (FrameException.UnknownVersion e) {
            // The live reader stops there and says so.
            return false;
        } finally {
            tallies.forEach(this::report);
        }
    }

    /** What one lane has given up. */
    private static final class Tally {
        private final long from;
        private long to;
        private long frames;
        private long events;

        Tally(long from) {
            this.from = from;
        }
    }

    /** Bytes of the frame, or 0 if somebody still needs it. */
    private long giveUp(LogFrame frame, Map<String, Tally> tallies) throws IOException, JetStreamApiException {
        partition.dedupe().mark(frame);
        for (DestinationSink sink : destinations()) {
            if (sink.lowest() >= frame.end()) {
                continue;
            }
            if (sink.lane() == Lane.LIVE) {
                // It goes to its lane by itself when it is too late.
                return 0;
            }
            sink.park(WHY, HOLD);
            OptionalInt events = sink.expire(frame);
            if (events.isEmpty()) {
                return 0;
            }
            if (events.getAsInt() > 0) {
                Tally tally = tallies.computeIfAbsent(sink.name(), name -> new Tally(frame.sequence()));
                tally.to = frame.sequence();
                tally.frames++;
                tally.events += events.getAsInt();
                expired.addAndGet(events.getAsInt());
            }
        }
        return frame.bytes() + OVERHEAD;
    }

    private void pass(long frame) {
        long position = new Position(frame, 0).packed();
        destinations().forEach(sink -> sink.reached(position, Lane.PARKED));
    }

    private void report(String destination, Tally tally) {
        LOG.atError()
                .addKeyValue("destination", destination)
                .addKeyValue("partition", partition.number())
                .addKeyValue("events", tally.events)
                .addKeyValue("frames", tally.frames)
                .log(
                        "the log is full: the oldest events of this destination's lane, in frames {} to {}, are given up"
                                + " to its dead letters; the archive has them",
                        tally.from,
                        tally.to);
    }

    private List<DestinationSink> destinations() {
        return partition.sinks().all().stream()
                .filter(DestinationSink.class::isInstance)
                .map(DestinationSink.class::cast)
                .toList();
    }

    private static long frameOf(DestinationSink sink) {
        return Position.ofPacked(sink.lowest()).frame();
    }
}
