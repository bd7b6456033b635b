package dev.catchment.delivery.director;

import dev.catchment.contract.Position;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.frame.FrameException;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.log.FrameBudget;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.log.LogMove;
import dev.catchment.delivery.log.LogRead;
import dev.catchment.delivery.log.LogReader;
import dev.catchment.delivery.mark.Counters;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.MarkTracker;
import dev.catchment.delivery.mark.Outcome;
import dev.catchment.delivery.mark.Removal;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.delivery.mark.StoredTier;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events of a backlog that is to be given up: those in the log, whose filters are not evaluated, and those
 * in the retry tiers.
 */
final class BacklogCount {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Connection connection;
    private final String stream;
    private final String retryStream;
    private final Partition partition;

    /**
     * @param counts the sink's, its backlog as discarded
     * @param retries marks behind every record of the retry tiers
     */
    record Counted(Counts counts, SortedMap<String, StoredTier> retries) {}

    BacklogCount(Connection connection, Subjects names, Partition partition) {
        this.connection = connection;
        this.stream = names.logStream(partition.number());
        this.retryStream = names.retryStream();
        this.partition = partition;
    }

    /** Empty if the log cannot be read to its end now. */
    Optional<Counted> count(StoredSink sink) throws IOException, JetStreamApiException, InterruptedException {
        Optional<Counts> log = discarded(sink);
        return log.isEmpty()
                ? Optional.empty()
                : Optional.of(new Counted(log.get().retryingDiscarded(), behindRetries()));
    }

    private SortedMap<String, StoredTier> behindRetries() throws IOException, JetStreamApiException {
        long last = connection
                .jetStreamManagement()
                .getStreamInfo(retryStream)
                .getStreamState()
                .getLastSequence();
        SortedMap<String, StoredTier> marks = new TreeMap<>();
        for (RetryTier tier : RetryTier.values()) {
            marks.put(tier.token(), StoredTier.of(new Mark(last + 1, new long[0])));
        }
        return marks;
    }

    private Optional<Counts> discarded(StoredSink sink)
            throws IOException, JetStreamApiException, InterruptedException {
        Removal removal = sink.removal();
        if (removal == null) {
            return Optional.empty();
        }
        Mark mark = sink.mark();
        MarkTracker tracker = new MarkTracker(mark, new Counters(sink.counts()), Counters.From.LOG);
        long end = Math.min(partition.head(), Position.parse(removal.to()).frame());
        FrameBudget unbounded = new FrameBudget(Long.MAX_VALUE, Integer.MAX_VALUE);
        long from = Position.ofPacked(mark.lowest()).frame();
        try (LogReader reader = new LogReader(connection, stream, from, Optional.empty(), unbounded)) {
            while (reader.next() < end) {
                switch (reader.read(POLL)) {
                    case LogRead.Next(LogFrame frame) -> count(frame, sink.sources(), tracker);
                    case LogRead.Damaged damaged -> {}
                    case LogRead.Moved(LogMove.Gap gap) -> partition.moved(gap, false);
                    case LogRead.Moved moved -> {
                        return Optional.of(tracker.counts());
                    }
                    case LogRead.Nothing nothing -> {
                        return Optional.empty();
                    }
                }
            }
        } catch (FrameException.UnknownVersion e) {
            return Optional.empty();
        }
        return Optional.of(tracker.counts());
    }

    private void count(LogFrame frame, @Nullable List<String> sources, MarkTracker tracker) {
        partition.dedupe().mark(frame);
        for (int i = 0; i < frame.count(); i++) {
            long position = frame.position(i);
            boolean taken = sources == null || sources.contains(frame.frame().source(i));
            if (taken && !frame.duplicate(i) && tracker.wants(position)) {
                tracker.settle(position, frame.frame().source(i), Outcome.DISCARDED);
            }
        }
    }
}
