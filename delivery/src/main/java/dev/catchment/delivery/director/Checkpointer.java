package dev.catchment.delivery.director;

import dev.catchment.contract.Position;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.archive.ArchiveSink;
import dev.catchment.delivery.lane.Lane;
import dev.catchment.delivery.lane.Sink;
import dev.catchment.delivery.mark.StoredSink;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Stores marks and counters every {@link #EVERY} where they changed, and sends laggards to their lanes. What it says is
 * durable is: nothing in memory alone ever lets a frame go. Whoever moves a checkpoint between a sink and what was
 * removed holds this object's monitor, so that no frame is taken for passed meanwhile.
 */
final class Checkpointer implements Runnable {
    static final Duration EVERY = Duration.ofMillis(250);
    /** A live sink whose oldest event waits longer goes to its lane. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
    private static final int TICKS_DEDUPE = 4;
    private static final int TICKS_FORGET = 40;
    private static final int TICKS_ALL = 60;

    private final Partition partition;
    private final MarksStore store;
    private final Supplier<DeliverySettings> settings;
    private final RemovedBacklogs backlogs;
    private final RetryReader retries;
    private final Object index = new Object();
    private final Map<String, Long> durable = new ConcurrentHashMap<>();
    private final Set<Integer> dirty = ConcurrentHashMap.newKeySet();
    private volatile Partition.At durableHead;
    private volatile Map<RetryTier, Long> durableRetries = Map.of();
    private volatile boolean stopping;
    private volatile boolean lost;
    private volatile long storedNanos = System.nanoTime();
    private boolean failing;

    /** @param unclaimed checkpoints that the former owner stored */
    Checkpointer(
            Partition partition,
            MarksStore store,
            Supplier<DeliverySettings> settings,
            Map<String, StoredSink> unclaimed,
            Duration backlogKept,
            RetryReader retries) {
        this.partition = partition;
        this.store = store;
        this.settings = settings;
        this.backlogs = new RemovedBacklogs(unclaimed, backlogKept, this::touch);
        this.retries = retries;
        this.durableHead = partition.at();
        IntStream.range(0, MarksStore.SHARDS).forEach(dirty::add);
    }

    RemovedBacklogs backlogs() {
        return backlogs;
    }

    void stop() {
        stopping = true;
    }

    /** Another director has written: this one is over. */
    boolean lost() {
        return lost;
    }

    /** Since everything that was to be stored was. */
    Duration unstored() {
        return Duration.ofNanos(System.nanoTime() - storedNanos);
    }

    /** A head such that everything known of before it is stored. */
    Partition.At durableHead() {
        return durableHead;
    }

    /** First frame that some reader still needs, as far as is stored. */
    synchronized long lowest() {
        long lowest = Math.min(durableHead.head(), frame(partition.dedupe().lowest()));
        for (Sink sink : partition.sinks().all()) {
            Long stored = durable.get(sink.name());
            lowest = Math.min(lowest, frame(stored == null ? sink.lowest() : Math.min(stored, sink.lowest())));
        }
        return Math.min(
                lowest, backlogs.oldest().map(RemovedBacklogs.Backlog::lowest).orElse(lowest));
    }

    /** First frame that the archive, or the duplicate index, has not stored: nobody may give it up. */
    long firstNotArchived() {
        long indexed = Math.min(durableHead.head(), frame(partition.dedupe().lowest()));
        return partition
                .sinks()
                .get(ArchiveSink.NAME)
                .map(archive -> Math.min(indexed, frame(archive.lowest())))
                .orElse(indexed);
    }

    @Override
    public void run() {
        try {
            for (long tick = 1; !stopping && !lost; tick++) {
                Thread.sleep(EVERY);
                try {
                    tick(tick);
                } catch (LostLeaseException e) {
                    LOG.atWarn().addKeyValue("partition", partition.number()).log("{}", e.getMessage());
                    lost = true;
                } catch (IOException | JetStreamApiException | RuntimeException e) {
                    LOG.atLevel(failing ? Level.DEBUG : Level.WARN)
                            .addKeyValue("partition", partition.number())
                            .log("marks and counters are stored later: {}", e.toString());
                    failing = true;
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().addKeyValue("partition", partition.number()).log("checkpointer stopped");
        }
    }

    private void tick(long tick) throws IOException, JetStreamApiException, LostLeaseException {
        for (Sink sink : partition.sinks().all()) {
            sink.tick();
            if (sink.lane() == Lane.LIVE && sink.waiting().compareTo(LONGEST_WAIT) > 0) {
                sink.park("its oldest event waits for more than " + LONGEST_WAIT.toSeconds() + " s", Duration.ZERO);
            }
        }
        flush(tick % TICKS_ALL == 0);
        storedNanos = System.nanoTime();
        Duration window = Duration.ofSeconds(settings.get().dedupeWindowSeconds());
        if (tick % TICKS_DEDUPE == 0) {
            saveIndex(false);
        }
        if (tick % TICKS_FORGET == 0) {
            partition.dedupe().forget(window);
            retries.purge(durableRetries);
        }
        failing = false;
    }

    /** What the duplicate index has not stored is kept; when room is short, it stores it at once. */
    void storeIndexIfItHoldsTheLog() throws IOException, JetStreamApiException {
        if (frame(partition.dedupe().lowest()) <= lowest()) {
            saveIndex(true);
        }
    }

    /** Under a monitor of its own: it may take longer than a heartbeat can wait. */
    private void saveIndex(boolean everything) throws IOException, JetStreamApiException {
        synchronized (index) {
            partition.dedupe().save(Duration.ofSeconds(settings.get().dedupeWindowSeconds()), everything);
        }
    }

    /** Stores what has changed, or everything. */
    synchronized void flush(boolean everything) throws IOException, JetStreamApiException, LostLeaseException {
        Partition.At head = partition.at();
        Map<RetryTier, Long> retried = retries.passed(backlogs.kept());
        for (Sink sink : partition.sinks().all()) {
            if (everything || sink.changed()) {
                touch(sink.name());
            }
        }
        for (int shard = 0; shard < MarksStore.SHARDS; shard++) {
            if (dirty.remove(shard)) {
                try {
                    flush(shard);
                } catch (IOException | JetStreamApiException | LostLeaseException | RuntimeException e) {
                    dirty.add(shard);
                    throw e;
                }
            }
        }
        durableHead = head;
        durableRetries = retried;
    }

    private void flush(int shard) throws IOException, JetStreamApiException, LostLeaseException {
        SortedMap<String, StoredSink> sinks = backlogs.shard(shard);
        for (Sink sink : partition.sinks().all()) {
            if (MarksStore.shardOf(sink.name()) == shard) {
                sinks.put(sink.name(), sink.checkpoint());
            }
        }
        store.write(shard, sinks);
        sinks.forEach((name, sink) -> durable.put(name, sink.mark().lowest()));
    }

    private void touch(String name) {
        dirty.add(MarksStore.shardOf(name));
    }

    private static long frame(long packed) {
        return Position.ofPacked(packed).frame();
    }
}
