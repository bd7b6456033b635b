package dev.catchment.operator.hub;

import dev.catchment.contract.Subjects;
import dev.catchment.contract.count.CountShards;
import dev.catchment.contract.count.DeliveryCounts;
import dev.catchment.contract.count.FoldedCounts;
import dev.catchment.contract.count.IngestCounts;
import dev.catchment.contract.count.PartitionHealth;
import dev.catchment.contract.count.SourceCounts;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what the instances of ingest and the directors of delivery have counted and found out, and folds together what those instances
 * have counted that are gone. What directors count needs no folding: the next director of the partition goes on with it.
 */
final class CountsWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CountsWatch.class);
    private static final int WRONG_REVISION = 10071;

    private final KeyValue bucket;
    private final Consumer<Map<String, SourceCounts>> changed;
    private final BiConsumer<Integer, Map<String, DestinationTotals>> delivered;
    private final Consumer<SortedMap<Integer, PartitionHealth>> partitions;
    private final SortedMap<Integer, PartitionHealth> health = new TreeMap<>();
    private final List<DeliveredShard> destinations = IntStream.range(0, CountShards.NUMBER)
            .mapToObj(_ -> new DeliveredShard())
            .toList();
    private final List<CountedShard> shards = IntStream.range(0, CountShards.NUMBER)
            .mapToObj(_ -> new CountedShard())
            .toList();
    private final BucketWatch watch;
    private boolean complete;

    /**
     * All are called from a thread of the connection.
     *
     * @param changed gets the sums by source, those that may have changed
     * @param delivered gets a shard of destinations, and the sums of all that are in it
     * @param partitions gets what all directors know of their partition's log, as far as they say something
     */
    CountsWatch(
            Connection connection,
            Subjects names,
            Consumer<Map<String, SourceCounts>> changed,
            BiConsumer<Integer, Map<String, DestinationTotals>> delivered,
            Consumer<SortedMap<Integer, PartitionHealth>> partitions)
            throws IOException, JetStreamApiException, InterruptedException {
        this.bucket = connection.keyValue(names.countsBucket());
        this.changed = changed;
        this.delivered = delivered;
        this.partitions = partitions;
        this.watch = new BucketWatch(bucket, this::take, this::completed);
    }

    private void take(KeyValueEntry entry) {
        OptionalInt shard = Subjects.deliveryCountsShard(entry.getKey());
        OptionalInt partition = Subjects.logHealthPartition(entry.getKey());
        if (partition.isPresent()) {
            takeOfPartition(partition.getAsInt(), entry);
        } else if (shard.isEmpty()) {
            takeOfSources(entry);
        } else if (shard.getAsInt() < CountShards.NUMBER) {
            takeOfDestinations(shard.getAsInt(), entry);
        }
    }

    private void takeOfPartition(int partition, KeyValueEntry entry) {
        SortedMap<Integer, PartitionHealth> all;
        synchronized (this) {
            try {
                if (entry.getOperation() == KeyValueOperation.PUT) {
                    health.put(partition, PartitionHealth.parse(entry.getValue()));
                } else {
                    health.remove(partition);
                }
            } catch (IOException e) {
                unreadable(entry, e);
            }
            if (!complete) {
                return;
            }
            all = new TreeMap<>(health);
        }
        partitions.accept(all);
    }

    private void takeOfDestinations(int shard, KeyValueEntry entry) {
        Map<String, DestinationTotals> totals;
        synchronized (this) {
            read(destinations.get(shard), entry);
            if (!complete) {
                return;
            }
            totals = destinations.get(shard).totals();
        }
        delivered.accept(shard, totals);
    }

    private static void read(DeliveredShard shard, KeyValueEntry entry) {
        if (entry.getOperation() != KeyValueOperation.PUT) {
            shard.remove(entry.getKey());
            return;
        }
        try {
            shard.put(entry.getKey(), DeliveryCounts.parse(entry.getValue()));
        } catch (IOException e) {
            unreadable(entry, e);
        }
    }

    private static void unreadable(KeyValueEntry entry, IOException e) {
        LOG.atWarn()
                .addKeyValue("key", entry.getKey())
                .log("counts cannot be read, the former ones stay: {}", e.toString());
    }

    private void takeOfSources(KeyValueEntry entry) {
        for (int shard = 0; shard < CountShards.NUMBER; shard++) {
            boolean folded = entry.getKey().equals(Subjects.foldedCountsKey(shard));
            if (!folded && !entry.getKey().startsWith(Subjects.ingestCountsKey(shard, ""))) {
                continue;
            }
            Map<String, SourceCounts> totals;
            synchronized (this) {
                read(shards.get(shard), folded, entry);
                if (!complete) {
                    return;
                }
                totals = shards.get(shard).totals();
            }
            changed.accept(totals);
        }
    }

    private void completed() {
        Map<String, SourceCounts> totals = new HashMap<>();
        List<Map<String, DestinationTotals>> ofDestinations;
        SortedMap<Integer, PartitionHealth> ofPartitions;
        synchronized (this) {
            complete = true;
            shards.forEach(shard -> totals.putAll(shard.totals()));
            ofDestinations = destinations.stream().map(DeliveredShard::totals).toList();
            ofPartitions = new TreeMap<>(health);
        }
        partitions.accept(ofPartitions);
        changed.accept(totals);
        for (int shard = 0; shard < CountShards.NUMBER; shard++) {
            delivered.accept(shard, ofDestinations.get(shard));
        }
    }

    private static void read(CountedShard shard, boolean folded, KeyValueEntry entry) {
        try {
            if (entry.getOperation() != KeyValueOperation.PUT) {
                if (folded) {
                    shard.folded(new CountedShard.Folded(FoldedCounts.EMPTY, 0));
                } else {
                    shard.remove(entry.getKey());
                }
            } else if (!folded) {
                shard.put(new CountedShard.Live(
                        entry.getKey(),
                        IngestCounts.parse(entry.getValue()),
                        entry.getRevision(),
                        entry.getCreated().toInstant()));
            } else if (entry.getRevision() > shard.folded().revision()) {
                shard.folded(new CountedShard.Folded(FoldedCounts.parse(entry.getValue()), entry.getRevision()));
            }
        } catch (IOException e) {
            unreadable(entry, e);
        }
    }

    /**
     * Folds the counts of instances that are gone for good. First the sum is written, which says whom it holds, and only
     * if nobody else wrote it meanwhile; then the document is removed, unless it was written again. Whatever is left
     * undone between the two changes no sum, and the next call does it.
     *
     * @param since who has a Pod or wrote after this is not gone
     */
    void fold(Set<String> pods, Instant since) throws IOException, JetStreamApiException {
        for (int shard = 0; shard < CountShards.NUMBER; shard++) {
            List<CountedShard.Live> gone;
            synchronized (this) {
                gone = complete ? shards.get(shard).gone(pods, since) : List.of();
            }
            try {
                for (CountedShard.Live document : gone) {
                    fold(shard, document);
                }
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() != WRONG_REVISION) {
                    throw e;
                }
                LOG.debug("counts were written meanwhile, they are folded later");
            }
        }
    }

    private void fold(int shard, CountedShard.Live document) throws IOException, JetStreamApiException {
        String key = Subjects.foldedCountsKey(shard);
        CountedShard.Folded before;
        synchronized (this) {
            before = shards.get(shard).folded();
        }
        if (!before.counts().holds(document.counts())) {
            FoldedCounts sum = before.counts().plus(document.counts());
            long revision = before.revision() == 0
                    ? bucket.create(key, sum.toJson())
                    : bucket.update(key, sum.toJson(), before.revision());
            synchronized (this) {
                shards.get(shard).folded(new CountedShard.Folded(sum, revision));
            }
        }
        bucket.delete(document.key(), document.revision());
        synchronized (this) {
            shards.get(shard).remove(document.key());
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
