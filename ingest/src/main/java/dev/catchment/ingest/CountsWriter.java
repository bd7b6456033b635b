package dev.catchment.ingest;

import dev.catchment.contract.Subjects;
import dev.catchment.contract.count.CountShards;
import dev.catchment.contract.count.IngestCounts;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes what this instance has counted to where the operator reads it, every few seconds where it changed, and once
 * more at the end. In a thread of its own: requests know nothing of it, and what cannot be written now is in the next
 * document. What an instance counts after its last document is lost if it is killed; Prometheus is exact.
 */
final class CountsWriter implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(CountsWriter.class);

    private final Connection connection;
    private final Subjects names;
    private final String instance;
    private final Duration every;
    private final Clock clock;
    private final InstanceCounts counts;
    private final @Nullable IngestCounts[] written = new IngestCounts[CountShards.NUMBER];
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private boolean continued;
    private boolean failing;

    private CountsWriter(
            Connection connection,
            Subjects names,
            String instance,
            Duration every,
            Clock clock,
            Map<String, SourceMeters> meters) {
        this.connection = connection;
        this.names = names;
        this.instance = instance;
        this.every = every;
        this.clock = clock;
        counts = new InstanceCounts(instance, meters, clock.instant());
        thread = Thread.ofVirtual().name("counts").unstarted(this::run);
    }

    /** @param meters by source; grows while the process runs */
    static CountsWriter start(
            Connection connection,
            Subjects names,
            String instance,
            Duration every,
            Clock clock,
            Map<String, SourceMeters> meters) {
        CountsWriter writer = new CountsWriter(connection, names, instance, every, clock, meters);
        writer.thread.start();
        return writer;
    }

    private void run() {
        try {
            while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                tryWrite();
            }
            tryWrite();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the writer of counts", e);
        }
    }

    private void tryWrite() {
        if (connection.getStatus() != Connection.Status.CONNECTED) {
            return;
        }
        try {
            write(connection.keyValue(names.countsBucket()));
            failing = false;
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.atLevel(failing ? Level.DEBUG : Level.WARN)
                    .addKeyValue("bucket", names.countsBucket())
                    .log("counts for the Sources' status are written later: {}", e.toString());
            failing = true;
        }
    }

    private void write(KeyValue bucket) throws IOException, JetStreamApiException {
        if (!continued) {
            continueFromOwn(bucket);
            continued = true;
        }
        @Nullable IngestCounts[] documents = counts.read(clock.instant());
        for (int shard = 0; shard < documents.length; shard++) {
            IngestCounts document = documents[shard];
            if (document != null && !document.equals(written[shard])) {
                bucket.put(Subjects.ingestCountsKey(shard, instance), document.toJson());
                written[shard] = document;
            }
        }
    }

    /** Without it nothing may be written: it would replace what an earlier process of this name has counted. */
    private void continueFromOwn(KeyValue bucket) throws IOException, JetStreamApiException {
        for (int shard = 0; shard < written.length; shard++) {
            KeyValueEntry entry = bucket.get(Subjects.ingestCountsKey(shard, instance));
            if (entry == null) {
                continue;
            }
            try {
                IngestCounts own = IngestCounts.parse(entry.getValue());
                counts.continueFrom(shard, own);
                written[shard] = own;
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("key", entry.getKey())
                        .log("own counts cannot be read, they begin anew: {}", e.toString());
            }
        }
    }

    /** Writes what is not written yet, if the broker is there. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
