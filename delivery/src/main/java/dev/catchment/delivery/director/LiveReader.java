package dev.catchment.delivery.director;

import dev.catchment.contract.frame.FrameException;
import dev.catchment.delivery.log.FrameBudget;
import dev.catchment.delivery.log.LogRead;
import dev.catchment.delivery.log.LogReader;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the head of a partition and offers each frame to the live sinks. Nobody holds it up for longer than
 * {@link #PATIENCE}: whoever keeps the window full goes to its lane.
 */
final class LiveReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveReader.class);
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration UNKNOWN_VERSION_PAUSE = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMillis(300);

    private final Partition partition;
    private final Lease lease;
    private final LogReader reader;
    private final FrameBudget budget;
    private final Quarantine quarantine;
    private volatile boolean stopping;

    LiveReader(Partition partition, Lease lease, LogReader reader, FrameBudget budget, Quarantine quarantine) {
        this.partition = partition;
        this.lease = lease;
        this.reader = reader;
        this.budget = budget;
        this.quarantine = quarantine;
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                try {
                    step();
                } catch (IOException | JetStreamApiException | RuntimeException e) {
                    LOG.atDebug()
                            .addKeyValue("partition", partition.number())
                            .log("log not readable now: {}", e.toString());
                    Thread.sleep(RETRY);
                } catch (FrameException.UnknownVersion e) {
                    stopAt(String.valueOf(e.getMessage()));
                    Thread.sleep(UNKNOWN_VERSION_PAUSE);
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().addKeyValue("partition", partition.number()).log("live reader stopped");
        } finally {
            reader.close();
        }
    }

    private void step() throws IOException, JetStreamApiException, InterruptedException, FrameException.UnknownVersion {
        if (!lease.valid()) {
            Thread.sleep(50);
            return;
        }
        if (!budget.awaitRoom(PATIENCE)) {
            partition.sinks().holdingBack().ifPresent(sink -> sink.park("it keeps the others waiting", Duration.ZERO));
            return;
        }
        switch (reader.read(POLL)) {
            case LogRead.Next next -> {
                partition.stopped(null);
                partition.offer(next.frame());
            }
            case LogRead.Moved moved -> partition.moved(moved.move(), true);
            case LogRead.Damaged damaged -> {
                quarantine.keep(partition.number(), damaged);
                partition.passDamaged();
            }
            case LogRead.Nothing nothing -> {}
        }
    }

    private void stopAt(String reason) {
        String where = "frame " + reader.next() + ": " + reason;
        if (!where.equals(partition.stopped())) {
            partition.stopped(where);
            LOG.atError().addKeyValue("partition", partition.number()).log("partition stopped at {}", where);
        }
    }
}
