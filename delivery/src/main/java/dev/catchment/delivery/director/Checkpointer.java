package dev.catchment.delivery.director;

import dev.catchment.contract.Position;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.lane.Lane;
import dev.catchment.delivery.lane.Sink;
import dev.catchment.delivery.log.LogPurger;
import dev.catchment.delivery.mark.StoredSink;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Stores marks and counters every {@link #EVERY} where they changed, sends laggards to their lanes, and purges what is
 * stored as passed. What it says is durable is: nothing in memory alone ever lets a frame go. Whoever moves a checkpoint
 * between a sink and what was removed holds this object's monitor, so that no frame is taken for passed meanwhile.
 */
final class Checkpointer implements Runnable {
    static final Duration EVERY = Duration.ofMillis(250);
    /** A live sink whose oldest event waits longer goes to its lane. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
    private static final int TICKS_DEDUPE = 4;
    private static final int TICKS_PURGE = 40;
    private static final int TICKS_ALL = 60;
    private static final long BACKLOG_KEPT = Duration.ofHours(24).toMillis();

    private final Partition partition;
    private final MarksStore store;
    private final LogPurger purger;
    private final Supplier<DeliverySettings> settings;
    private final Map<String, StoredSink> removed;
    private final RetryReader retries;
    private final Map<String, Long> durable = new ConcurrentHashMap<>();
    private final Set<Integer> dirty = ConcurrentHashMap.newKeySet();
    private volatile Partition.At durableHead;
    private volatile Map<RetryTier, Long> durableRetries = Map.of();
    private volatile boolean stopping;
    private volatile boolean lost;
    private volatile long storedNanos = System.nanoTime();
    private boolean failing;

    /** @param removed checkpoints of destinations that the plan does not hold; guarded by itself */
    Checkpointer(
            Partition partition,
            MarksStore store,
            LogPurger purger,
            Supplier<DeliverySettings> settings,
            Map<String, StoredSink> removed,
            RetryReader retries) {
        this.partition = partition;
        this.store = store;
        this.purger = purger;
        this.settings = settings;
        this.removed = removed;
        this.retries = retries;
        this.durableHead = partition.at();
        IntStream.range(0, MarksStore.SHARDS).forEach(dirty::add);
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
        synchronized (removed) {
            for (StoredSink sink : removed.values()) {
                lowest = Math.min(lowest, frame(sink.mark().lowest()));
            }
        }
        return lowest;
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
            partition.dedupe().save(window, false);
        }
        if (tick % TICKS_PURGE == 0) {
            partition.dedupe().forget(window);
            purger.purge(lowest(), Duration.ofSeconds(settings.get().logKeepSeconds()));
            retries.purge(durableRetries);
        }
        failing = false;
    }

    /** Stores what has changed, or everything. */
    synchronized void flush(boolean everything) throws IOException, JetStreamApiException, LostLeaseException {
        Partition.At head = partition.at();
        Map<RetryTier, Long> retried = retries.passed(removedNow());
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

    private List<StoredSink> removedNow() {
        synchronized (removed) {
            return List.copyOf(removed.values());
        }
    }

    private void flush(int shard) throws IOException, JetStreamApiException, LostLeaseException {
        SortedMap<String, StoredSink> sinks = new TreeMap<>();
        synchronized (removed) {
            removed.forEach((name, sink) -> {
                if (MarksStore.shardOf(name) == shard) {
                    sinks.put(name, sink);
                }
            });
        }
        for (Sink sink : partition.sinks().all()) {
            if (MarksStore.shardOf(sink.name()) == shard) {
                sinks.put(sink.name(), sink.checkpoint());
            }
        }
        store.write(shard, sinks);
        sinks.forEach((name, sink) -> durable.put(name, sink.mark().lowest()));
    }

    /** The sink has left the plan: its backlog is kept for a day, in case the name comes back. */
    void remove(Sink sink, long now) {
        synchronized (removed) {
            removed.put(sink.name(), sink.checkpoint().removed(now));
        }
        touch(sink.name());
    }

    /** The checkpoint under this name, if the name is back. */
    Optional<StoredSink> reclaim(String name) {
        synchronized (removed) {
            return Optional.ofNullable(removed.remove(name));
        }
    }

    /** Gives up what was removed more than a day ago. */
    void expire(long now) {
        synchronized (removed) {
            removed.entrySet().removeIf(entry -> {
                Long at = entry.getValue().removedAt();
                boolean expired = at != null && now - at > BACKLOG_KEPT;
                if (expired) {
                    touch(entry.getKey());
                    durable.remove(entry.getKey());
                    LOG.atWarn()
                            .addKeyValue("destination", entry.getKey())
                            .addKeyValue("partition", partition.number())
                            .log(
                                    "backlog of a removed destination discarded from {} on",
                                    entry.getValue().next());
                }
                return expired;
            });
        }
    }

    private void touch(String name) {
        dirty.add(MarksStore.shardOf(name));
    }

    private static long frame(long packed) {
        return Position.ofPacked(packed).frame();
    }
}
