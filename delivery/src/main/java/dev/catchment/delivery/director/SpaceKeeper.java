package dev.catchment.delivery.director;

import dev.catchment.delivery.log.LogPurger;
import dev.catchment.delivery.log.LogSpace;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room in a partition's log, in the stated order, each step counted and alarmed:
 *
 * <pre>
 *   always    frames that every reader has passed, once they are old enough
 *   ≥ 70 %    those, at once; an alarm
 *   ≥ 90 %    the oldest cursor: a deleted destination's backlog is discarded, a lane's oldest events become dead
 *             letters that refer to the archive; down to 80 %
 *   100 %     the broker refuses frames, and ingest answers 503
 * </pre>
 *
 * <p>What the archive has not stored is never given up. Marks are stored before their frames are purged.
 */
final class SpaceKeeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceKeeper.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int TURNS_PURGE = 10;
    /** Bytes that are given up before their frames are purged. */
    private static final long STEP_BYTES = 64L << 20;

    private final Partition partition;
    private final DirectorContext context;
    private final Lease lease;
    private final Checkpointer checkpointer;
    private final LogPurger purger;
    private final RemovedBacklogs backlogs;
    private final LaneExpiry lanes;
    private final BacklogCount counting;
    private volatile boolean stopping;
    private boolean alarmed;
    private boolean stuck;

    SpaceKeeper(
            Partition partition,
            DirectorContext context,
            Lease lease,
            Checkpointer checkpointer,
            LogPurger purger,
            RemovedBacklogs backlogs,
            LaneExpiry lanes) {
        this.partition = partition;
        this.context = context;
        this.lease = lease;
        this.checkpointer = checkpointer;
        this.purger = purger;
        this.backlogs = backlogs;
        this.lanes = lanes;
        this.counting = new BacklogCount(context.connection(), context.names(), partition);
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            for (long turn = 1; !stopping && !checkpointer.lost(); turn++) {
                Thread.sleep(EVERY);
                try {
                    if (lease.valid()) {
                        look(turn);
                    }
                } catch (IOException | JetStreamApiException | RuntimeException e) {
                    LOG.atDebug().addKeyValue("partition", partition.number()).log("room later: {}", e.toString());
                } catch (LostLeaseException e) {
                    LOG.atDebug().addKeyValue("partition", partition.number()).log("{}", e.getMessage());
                    return;
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().addKeyValue("partition", partition.number()).log("space keeper stopped");
        }
    }

    private void look(long turn) throws IOException, JetStreamApiException, InterruptedException, LostLeaseException {
        LogSpace space = purger.look();
        backlogs.look(space.at());
        Optional<RemovedBacklogs.Backlog> overdue = backlogs.overdue(space.at());
        if (overdue.isPresent()) {
            discard(overdue.get(), space.at(), "its destination has not come back");
        }
        if (turn % TURNS_PURGE == 0 || space.ratio() >= LogSpace.ALARM) {
            space = purge(space);
        }
        alarm(space);
        if (space.ratio() >= LogSpace.GIVE_UP) {
            giveUp(space);
        }
    }

    private LogSpace purge(LogSpace space) throws IOException, JetStreamApiException {
        if (space.ratio() >= LogSpace.ALARM) {
            checkpointer.storeIndexIfItHoldsTheLog();
        }
        return purger.purge(
                checkpointer.lowest(),
                Duration.ofSeconds(context.settings().get().logKeepSeconds()));
    }

    private void alarm(LogSpace space) {
        boolean alarming = space.ratio() >= LogSpace.ALARM;
        if (alarming && !alarmed) {
            LOG.atError()
                    .addKeyValue("partition", partition.number())
                    .log(
                            "the log is {} % full; a destination or the archive holds it from frame {} on",
                            Math.round(100 * space.ratio()), checkpointer.lowest());
        }
        alarmed = alarming;
    }

    private void giveUp(LogSpace full)
            throws IOException, JetStreamApiException, InterruptedException, LostLeaseException {
        LogSpace space = full;
        boolean going = true;
        while (going && !stopping && space.excess() > 0) {
            checkpointer.flush(false);
            going = giveUpOldest(space);
            checkpointer.flush(false);
            space = purge(space);
        }
        long archived = checkpointer.firstNotArchived();
        boolean held = space.ratio() >= LogSpace.GIVE_UP && archived <= lanes.lowest();
        if (held && !stuck) {
            LOG.atError()
                    .addKeyValue("partition", partition.number())
                    .log(
                            "the log is {} % full and the archive has it up to frame {} only, which is not given up;"
                                    + " ingest refuses events when the log is full",
                            Math.round(100 * space.ratio()), archived);
        }
        stuck = held;
    }

    /** False if nothing could be given up now. */
    private boolean giveUpOldest(LogSpace space) throws IOException, JetStreamApiException, InterruptedException {
        long limit = checkpointer.firstNotArchived();
        Optional<RemovedBacklogs.Backlog> backlog = backlogs.oldest();
        long removed = backlog.map(RemovedBacklogs.Backlog::lowest).orElse(Long.MAX_VALUE);
        if (removed <= Math.min(limit, lanes.lowest())) {
            return removed < limit && discard(backlog.get(), space.at(), "the log is full");
        }
        return lanes.expire(Math.min(space.excess(), STEP_BYTES), Math.min(limit, removed));
    }

    private boolean discard(RemovedBacklogs.Backlog backlog, Instant now, String why)
            throws IOException, JetStreamApiException, InterruptedException {
        Optional<BacklogCount.Counted> counted = counting.count(backlog.sink());
        if (counted.isEmpty()
                || !backlogs.discard(
                        backlog, counted.get().counts(), counted.get().retries(), now)) {
            return false;
        }
        LOG.atError()
                .addKeyValue("destination", backlog.name())
                .addKeyValue("partition", partition.number())
                .addKeyValue(
                        "events",
                        counted.get().counts().discarded()
                                - backlog.sink().counts().discarded())
                .log("the backlog of a deleted destination is discarded: {}", why);
        return true;
    }
}
