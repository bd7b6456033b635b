package dev.catchment.delivery.archive;

import dev.catchment.broker.archive.ArchiveEntry;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.DeliverySettings;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes from one partition's archive what former owners left unindexed, what is older than it is kept, and the oldest
 * objects before the store is full: a full archive would hold up the log, and with it ingest.
 */
public final class ArchiveUpkeep implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveUpkeep.class);
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final double FULL = 0.9;

    private final Connection connection;
    private final String logStream;
    private final ArchiveStore store;
    private final int partition;
    private final long epoch;
    private final Supplier<DeliverySettings> settings;
    private final BooleanSupplier mayWrite;
    private volatile boolean stopping;

    /** @param mayWrite whether the lease still holds */
    public ArchiveUpkeep(
            Connection connection,
            Subjects names,
            ArchiveStore store,
            int partition,
            long epoch,
            Supplier<DeliverySettings> settings,
            BooleanSupplier mayWrite) {
        this.connection = connection;
        this.logStream = names.logStream(partition);
        this.store = store;
        this.partition = partition;
        this.epoch = epoch;
        this.settings = settings;
        this.mayWrite = mayWrite;
    }

    public void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            attempt(this::removeStrays);
            while (!stopping) {
                attempt(this::expire);
                for (long left = EVERY.toMillis(); left > 0 && !stopping; left -= PAUSE.toMillis()) {
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().addKeyValue("partition", partition).log("archive upkeep stopped");
        }
    }

    /** Something that talks to the broker. */
    private interface Task {
        void run() throws IOException, JetStreamApiException, InterruptedException;
    }

    private void attempt(Task task) throws InterruptedException {
        try {
            task.run();
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.atWarn().addKeyValue("partition", partition).log("archive upkeep later: {}", e.toString());
        }
    }

    /** Objects of former owners that never got an index entry. This owner's may still get theirs. */
    void removeStrays() throws IOException, JetStreamApiException, InterruptedException {
        Set<String> indexed = new HashSet<>();
        store.entries(partition).forEach(entry -> indexed.add(entry.object()));
        for (String name : store.names(partition)) {
            if (!indexed.contains(name) && ArchiveStore.epochOf(name) < epoch && mayWrite.getAsBoolean()) {
                LOG.atInfo().addKeyValue("object", name).log("archive object without an index entry removed");
                store.removeObject(name);
            }
        }
        store.removeStrayChunks(brokerTime().minus(Duration.ofHours(1)));
    }

    /** By the broker's clock. */
    void expire() throws IOException, JetStreamApiException, InterruptedException {
        DeliverySettings.Archive policy = settings.get().archive();
        Instant oldest = brokerTime().minusSeconds(policy.keepSeconds());
        long room = (long) (FULL * policy.maxBytes() / settings.get().partitions());
        List<ArchiveEntry> entries = store.entries(partition);
        long bytes = entries.stream().mapToLong(ArchiveEntry::stored).sum();
        for (ArchiveEntry entry : entries) {
            boolean full = bytes > room;
            if (!mayWrite.getAsBoolean() || !(full || entry.last().isBefore(oldest))) {
                return;
            }
            if (full) {
                LOG.atWarn()
                        .addKeyValue("object", entry.object())
                        .log("archive is full: its oldest object is removed before its time; raise archive.maxBytes");
            }
            store.remove(entry);
            bytes -= entry.stored();
        }
    }

    private Instant brokerTime() throws IOException, JetStreamApiException {
        return connection
                .jetStreamManagement()
                .getStreamInfo(logStream)
                .getTimestamp()
                .toInstant();
    }
}
