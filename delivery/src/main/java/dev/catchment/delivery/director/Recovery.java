package dev.catchment.delivery.director;

import dev.catchment.contract.Position;
import dev.catchment.contract.frame.FrameException;
import dev.catchment.delivery.dedupe.Dedupe;
import dev.catchment.delivery.dedupe.PieceStore;
import dev.catchment.delivery.log.BrokerClock;
import dev.catchment.delivery.log.FrameBudget;
import dev.catchment.delivery.log.LogRead;
import dev.catchment.delivery.log.LogReader;
import dev.catchment.delivery.log.SeenFrame;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.delivery.retry.RetryStore;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts a partition together from what its former owner stored, before anything is sent. */
final class Recovery {
    private static final Duration POLL = Duration.ofSeconds(1);

    private Recovery() {}

    /**
     * @param unclaimed checkpoints by name, until a destination of that name claims its own
     * @param found what lies in the retry tiers
     * @param clock the broker's
     */
    record Recovered(
            Partition partition,
            MarksStore marks,
            Map<String, StoredSink> unclaimed,
            RetryStore retries,
            RetryStore.Found found,
            BrokerClock clock,
            Caution caution) {}

    static Recovered run(DirectorContext context, Lease lease, int number)
            throws IOException, JetStreamApiException, InterruptedException, LostLeaseException {
        LeaseEntry entry = lease.entry();
        String stream = context.names().logStream(number);
        KeyValue bucket = context.connection().keyValue(context.names().stateBucket());
        MarksStore marks = new MarksStore(bucket, number, entry.epoch(), context.connection()::getMaxPayload);
        Map<String, StoredSink> stored = new TreeMap<>(marks.takeOver());
        RetryStore retries =
                new RetryStore(context.connection(), context.names(), number, entry.epoch(), context.retryDelays());
        RetryStore.Found found = retries.scan();

        StreamInfo info = context.connection().jetStreamManagement().getStreamInfo(stream);
        long head = head(entry, info.getStreamState(), stored);
        Optional<SeenFrame> before = head == entry.head() ? entry.seen() : Optional.empty();
        long lowest = stored.values().stream()
                .filter(StoredSink::holdsLog)
                .mapToLong(sink -> Position.ofPacked(sink.mark().lowest()).frame())
                .min()
                .orElse(head);

        Dedupe dedupe = new Dedupe(new PieceStore(context.connection(), context.names(), number));
        long indexed = dedupe.load(storedAt(context, stream, lowest, info));
        Partition partition = new Partition(number, head, before, entry.dataLoss(), dedupe, context.clock());
        index(context, stream, indexed == 0 ? 1 : Position.ofPacked(indexed).frame(), partition);
        BrokerClock clock = new BrokerClock(info.getTimestamp().toInstant(), context.ticker());
        Caution caution = Caution.takeOver(
                number,
                entry.crashesInARow(),
                new Position(info.getStreamState().getLastSequence() + 1, 0).packed(),
                stored,
                new SuspectStore(bucket, number, entry.epoch()),
                lease::valid,
                context.ticker());
        return new Recovered(partition, marks, stored, retries, found, clock, caution);
    }

    /** The former head; a partition that never had an owner is read from its beginning. */
    private static long head(LeaseEntry entry, StreamState log, Map<String, StoredSink> stored) {
        if (entry.head() == 0) {
            return Math.max(1, log.getFirstSequence());
        }
        long reached = stored.values().stream()
                .map(StoredSink::mark)
                .mapToLong(Mark::next)
                .map(next -> Position.ofPacked(next).frame())
                .max()
                .orElse(0);
        // A mark may be a little ahead of the head that the lease names, but never of a log that was set back.
        boolean setBack = log.getLastSequence() + 1 < entry.head();
        return setBack ? entry.head() : Math.max(entry.head(), Math.min(reached, log.getLastSequence() + 1));
    }

    /** The broker's time of the first frame that anyone will be offered. */
    private static Instant storedAt(DirectorContext context, String stream, long frame, StreamInfo info)
            throws IOException, JetStreamApiException {
        StreamState log = info.getStreamState();
        if (frame < log.getFirstSequence() || frame > log.getLastSequence()) {
            return info.getTimestamp().toInstant();
        }
        MessageInfo message = context.connection().jetStreamManagement().getMessage(stream, frame);
        return message.getTime().toInstant();
    }

    /** Reads the keys that no piece of the index holds, up to the head. */
    private static void index(DirectorContext context, String stream, long from, Partition partition)
            throws IOException, JetStreamApiException, InterruptedException {
        FrameBudget unbounded = new FrameBudget(Long.MAX_VALUE, Integer.MAX_VALUE);
        try (LogReader reader = new LogReader(context.connection(), stream, from, Optional.empty(), unbounded)) {
            while (reader.next() < partition.head()) {
                LogRead read = reader.read(POLL);
                if (read instanceof LogRead.Next next) {
                    partition.dedupe().observe(next.frame());
                    partition.times().read(next.frame().sequence(), next.frame().stored());
                } else if (read instanceof LogRead.Nothing && behind(context, stream, partition.head())) {
                    return; // the log was set back; the live reader will say so
                }
            }
        } catch (FrameException.UnknownVersion e) {
            partition.stopped(String.valueOf(e.getMessage()));
        }
    }

    private static boolean behind(DirectorContext context, String stream, long head)
            throws IOException, JetStreamApiException {
        return context.connection()
                                .jetStreamManagement()
                                .getStreamInfo(stream)
                                .getStreamState()
                                .getLastSequence()
                        + 1
                < head;
    }
}
