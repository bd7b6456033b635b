package dev.catchment.delivery.director;

import dev.catchment.contract.Subjects;
import dev.catchment.contract.count.CountShards;
import dev.catchment.contract.count.DeliveryCounts;
import dev.catchment.contract.count.DestinationCounts;
import dev.catchment.contract.count.PartitionHealth;
import dev.catchment.delivery.archive.ArchiveSink;
import dev.catchment.delivery.lane.Reading;
import dev.catchment.delivery.lane.Sink;
import dev.catchment.delivery.log.DataLoss;
import dev.catchment.delivery.log.FrameTimes;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes what a partition's destinations have counted, and what its log has lost, to where the operator reads it, every
 * few seconds where it changed, within a second or two when a circuit turns, and once more when the director lets go.
 * Nothing depends on it: the counters themselves lie with the marks.
 * Also looks up the times of frames that nobody has read since the start, a few at a time.
 */
final class CountsPublisher implements Runnable {
    static final Duration EVERY = Duration.ofSeconds(10);
    /** What turns about the same time is written together. */
    private static final Duration HURRY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(CountsPublisher.class);
    private static final int WRONG_REVISION = 10071;
    private static final int NOT_FOUND = 404;
    private static final int MOST_LOOKUPS = 20;
    /** Room for the message's own headers, which count as well. */
    private static final int HEADERS = 4096;

    private final Connection connection;
    private final Subjects names;
    private final Partition partition;
    private final Lease lease;
    private final List<Copy> shards =
            IntStream.range(0, CountShards.NUMBER).mapToObj(_ -> new Copy()).toList();
    private final Copy health = new Copy();
    private final Semaphore hurried = new Semaphore(0);
    private volatile boolean stopping;
    private boolean failing;

    /** What lies under a key of the bucket, as far as it is known. */
    private static final class Copy {
        long revision;
        boolean read;

        @Nullable Object written;
    }

    CountsPublisher(Connection connection, Subjects names, Partition partition, Lease lease) {
        this.connection = connection;
        this.names = names;
        this.partition = partition;
        this.lease = lease;
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                if (hurried.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    Thread.sleep(HURRY);
                    hurried.drainPermits();
                }
                if (lease.valid()) {
                    publish();
                    if (lookUpTimes()) {
                        publish();
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().addKeyValue("partition", partition.number()).log("no more counts are published");
        }
    }

    /** There is something to write that somebody may be waiting to see. */
    void hurry() {
        hurried.release();
    }

    /** Writes what changed; what cannot be written now is written the next time. */
    synchronized void publish() {
        try {
            KeyValue bucket = connection.keyValue(names.countsBucket());
            Map<Integer, Map<String, DestinationCounts>> now = read();
            for (int shard = 0; shard < shards.size(); shard++) {
                write(bucket, shard, new DeliveryCounts(lease.entry().epoch(), now.getOrDefault(shard, Map.of())));
            }
            write(bucket, health());
            failing = false;
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.atLevel(failing ? Level.DEBUG : Level.WARN)
                    .addKeyValue("bucket", names.countsBucket())
                    .addKeyValue("partition", partition.number())
                    .log("counts for the Destinations' status are written later: {}", e.toString());
            failing = true;
        }
    }

    private Map<Integer, Map<String, DestinationCounts>> read() {
        Map<Integer, Map<String, DestinationCounts>> all = new TreeMap<>();
        for (Sink sink : partition.sinks().all()) {
            if (!sink.name().equals(ArchiveSink.NAME)) {
                Reading reading = sink.reading();
                all.computeIfAbsent(CountShards.of(sink.name()), _ -> new TreeMap<>())
                        .put(sink.name(), ShownCounts.of(reading, partition.oldestPending(reading)));
            }
        }
        return all;
    }

    private PartitionHealth health() {
        DataLoss loss = partition.loss();
        return loss.frames() == 0
                ? new PartitionHealth(lease.entry().epoch(), 0, null, null)
                : new PartitionHealth(
                        lease.entry().epoch(),
                        loss.frames(),
                        loss.last(),
                        loss.at().truncatedTo(ChronoUnit.SECONDS));
    }

    private void write(KeyValue bucket, PartitionHealth document) throws IOException, JetStreamApiException {
        String key = Subjects.logHealthKey(partition.number());
        look(health, bucket, key, document.epoch(), value -> PartitionHealth.parse(value)
                .epoch());
        boolean nothing = health.revision == 0 && document.lostFrames() == 0;
        if (!nothing && !document.equals(health.written)) {
            store(health, bucket, key, document.toBytes(), document);
        }
    }

    private void write(KeyValue bucket, int number, DeliveryCounts document) throws IOException, JetStreamApiException {
        Copy shard = shards.get(number);
        String key = Subjects.deliveryCountsKey(partition.number(), number);
        look(shard, bucket, key, document.epoch(), value -> DeliveryCounts.parse(value)
                .epoch());
        boolean nothing = shard.revision == 0 && document.destinations().isEmpty();
        if (!nothing && !document.equals(shard.written)) {
            store(shard, bucket, key, encode(key, document), document);
        }
    }

    /** Reads the epoch of a document. */
    private interface Epoch {
        long of(byte[] value) throws IOException;
    }

    /** The first time, and when somebody else has written: never over a later director's. */
    private static void look(Copy copy, KeyValue bucket, String key, long mine, Epoch epoch)
            throws IOException, JetStreamApiException {
        if (copy.read) {
            return;
        }
        KeyValueEntry entry = bucket.get(key);
        copy.revision = entry == null ? 0 : entry.getRevision();
        copy.read = true;
        if (entry != null && epochOf(entry, epoch) > mine) {
            throw new IOException(key + " was written by a later epoch than " + mine);
        }
    }

    private static void store(Copy copy, KeyValue bucket, String key, byte[] value, Object document)
            throws IOException, JetStreamApiException {
        try {
            copy.revision = copy.revision == 0 ? bucket.create(key, value) : bucket.update(key, value, copy.revision);
            copy.written = document;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == WRONG_REVISION) {
                // Another owner's, or an earlier write whose acknowledgement was lost: look before the next one.
                copy.read = false;
            }
            throw e;
        }
    }

    private static long epochOf(KeyValueEntry entry, Epoch epoch) {
        try {
            return epoch.of(entry.getValue());
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("key", entry.getKey()).log("former counts cannot be read: {}", e.toString());
            return 0;
        }
    }

    private byte[] encode(String key, DeliveryCounts document) throws IOException {
        long most = connection.getMaxPayload() - HEADERS;
        byte[] value = document.toBytes();
        if (value.length > most) {
            value = document.withoutSources().toBytes();
        }
        if (value.length > most) {
            throw new IOException(key + " with " + document.destinations().size() + " destinations takes "
                    + value.length + " bytes and NATS takes " + most + ": raise max_payload of the NATS servers");
        }
        return value;
    }

    /** Whether it learned one. */
    private boolean lookUpTimes() {
        boolean learned = false;
        FrameTimes times = partition.times();
        String stream = names.logStream(partition.number());
        for (long frame : times.wanted().stream().limit(MOST_LOOKUPS).toList()) {
            try {
                times.found(
                        frame,
                        connection
                                .jetStreamManagement()
                                .getMessage(stream, frame)
                                .getTime()
                                .toInstant());
                learned = true;
            } catch (JetStreamApiException e) {
                if (e.getErrorCode() != NOT_FOUND) {
                    return learned;
                }
                times.gone(frame);
            } catch (IOException | RuntimeException e) {
                LOG.atDebug()
                        .addKeyValue("partition", partition.number())
                        .log("times of frames are looked up later: {}", e.toString());
                return learned;
            }
        }
        return learned;
    }
}
