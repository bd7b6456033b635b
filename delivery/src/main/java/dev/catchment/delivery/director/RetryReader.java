package dev.catchment.delivery.director;

import dev.catchment.contract.undelivered.Origin;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.lane.Sink;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.delivery.retry.RetryEntry;
import dev.catchment.delivery.retry.RetryStore;
import dev.catchment.delivery.target.DestinationSink;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the records of a partition's retry tiers to their destinations as they fall due. Within a tier they fall due
 * in their order, so it waits for the first and looks at no other. Whoever cannot take a record now is offered it again
 * when it asks; nobody waits for anybody.
 */
final class RetryReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RetryReader.class);
    private static final Duration IDLE = Duration.ofMillis(250);
    /** Records of one tier before the others have their turn. */
    private static final int TURN = 256;

    private final Partition partition;
    private final RetryStore store;
    private final Lease lease;
    private final Clock clock;
    /** Last sequence at the take-over: a record of another epoch behind it is a dead director's. */
    private final long inherited;

    private final Set<DestinationSink> asking = ConcurrentHashMap.newKeySet();
    private final List<Cursor> cursors =
            Stream.of(RetryTier.values()).map(Cursor::new).toList();
    private volatile boolean restart;
    private volatile boolean stopping;

    /** Where the reader is in one tier. Written by its thread alone. */
    private static final class Cursor {
        private final RetryTier tier;
        private volatile long next = 1;
        /** The first record is not due before. */
        private Instant due = Instant.MIN;
        /** First record of a destination that is not in the plan now; it may come back. */
        private volatile long absent = Long.MAX_VALUE;

        private long purged = 1;

        Cursor(RetryTier tier) {
            this.tier = tier;
        }

        void backTo(long sequence) {
            if (sequence < next) {
                next = sequence;
                due = Instant.MIN;
                absent = Long.MAX_VALUE;
            }
        }
    }

    /** @param clock the broker's */
    RetryReader(Partition partition, RetryStore store, Lease lease, Clock clock, long inherited) {
        this.partition = partition;
        this.store = store;
        this.lease = lease;
        this.clock = clock;
        this.inherited = inherited;
    }

    /** Records will be offered to it again. */
    void asksAgain(DestinationSink sink) {
        asking.add(sink);
    }

    /** Reads all tiers again: a destination is there that was not offered its records. */
    void restart() {
        restart = true;
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                boolean worked = false;
                try {
                    worked = lease.valid() && round();
                } catch (IOException | JetStreamApiException | RuntimeException e) {
                    LOG.atDebug()
                            .addKeyValue("partition", partition.number())
                            .log("retries not readable now: {}", e.toString());
                }
                if (!worked) {
                    Thread.sleep(IDLE);
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().addKeyValue("partition", partition.number()).log("retry reader stopped");
        }
    }

    private boolean round() throws IOException, JetStreamApiException {
        goBack();
        boolean worked = false;
        for (Cursor cursor : cursors) {
            worked |= read(cursor);
        }
        return worked;
    }

    private void goBack() {
        if (restart) {
            restart = false;
            cursors.forEach(cursor -> cursor.backTo(1));
        }
        asking.removeIf(sink -> {
            cursors.forEach(cursor -> cursor.backTo(sink.asksAgain(cursor.tier)));
            return true;
        });
    }

    private boolean read(Cursor cursor) throws IOException, JetStreamApiException {
        int read = 0;
        while (!stopping && read < TURN && !clock.instant().isBefore(cursor.due)) {
            Optional<RetryEntry> found = store.next(cursor.tier, cursor.next);
            if (found.isEmpty()) {
                break;
            }
            RetryEntry entry = found.get();
            if (clock.instant().isBefore(entry.due())) {
                cursor.due = entry.due();
                break;
            }
            offer(entry, cursor);
            cursor.next = entry.sequence() + 1;
            read++;
        }
        return read > 0;
    }

    private void offer(RetryEntry entry, Cursor cursor) throws IOException, JetStreamApiException {
        long epoch = entry.record().epoch();
        if (epoch != 0 && epoch != store.epoch() && entry.sequence() > inherited) {
            LOG.atWarn()
                    .addKeyValue("partition", partition.number())
                    .addKeyValue("destination", entry.record().destination())
                    .log("retry record of a former director removed: epoch {}, now {}", epoch, store.epoch());
            store.remove(entry.sequence());
            return;
        }
        if (entry.wholeLetter() && entry.origin() instanceof Origin.Letter(long letter)) {
            store.removeLetter(letter);
        }
        Optional<Sink> sink = partition.sinks().get(entry.record().destination());
        if (sink.isPresent() && sink.get() instanceof DestinationSink destination) {
            destination.offer(entry);
        } else {
            cursor.absent = Math.min(cursor.absent, entry.sequence());
        }
    }

    /**
     * Up to which sequence of each tier everything is resolved, as far as is known in memory; what is stored afterwards
     * makes it durable.
     *
     * @param removed checkpoints of destinations that have left the plan and may come back
     */
    Map<RetryTier, Long> passed(Collection<StoredSink> removed) {
        Map<RetryTier, Long> passed = new EnumMap<>(RetryTier.class);
        for (Cursor cursor : cursors) {
            passed.put(cursor.tier, removed.isEmpty() ? cursor.next : Math.min(cursor.next, cursor.absent));
        }
        for (Sink sink : partition.sinks().all()) {
            if (sink instanceof DestinationSink destination) {
                passed.replaceAll((tier, lowest) -> Math.min(lowest, destination.lowest(tier)));
            }
        }
        for (StoredSink sink : removed) {
            passed.replaceAll((tier, lowest) -> Math.min(lowest, sink.lowest(tier)));
        }
        return passed;
    }

    /** Removes records that are resolved, as far as that is stored. */
    void purge(Map<RetryTier, Long> durable) throws IOException, JetStreamApiException {
        for (Cursor cursor : cursors) {
            long below = durable.getOrDefault(cursor.tier, 0L);
            if (below > cursor.purged) {
                store.purge(cursor.tier, below);
                cursor.purged = below;
            }
        }
    }
}
