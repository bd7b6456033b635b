package dev.catchment.delivery.director;

import dev.catchment.contract.Position;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.frame.FrameException;
import dev.catchment.delivery.lane.Lane;
import dev.catchment.delivery.lane.Sink;
import dev.catchment.delivery.log.FrameBudget;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.log.LogMove;
import dev.catchment.delivery.log.LogRead;
import dev.catchment.delivery.log.LogReader;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catch-up sweep of a partition: reads the log from the lowest mark of all sinks that are parked and ready, offers
 * each what lies from its own mark on, and hands them to the live reader at the head. It never reads past the head, so
 * that whatever it reads has been through the duplicate index.
 */
final class CatchUp implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final Duration IDLE = Duration.ofMillis(20);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMillis(200);
    /** What one sink may hold while others ride along. */
    private static final long SHARE_BYTES = 2L << 20;
    /** How long a sweep goes on while others wait further back. */
    private static final Duration TURN = Duration.ofSeconds(2);

    private static final Duration RETRY = Duration.ofMillis(500);

    private final Connection connection;
    private final String stream;
    private final Partition partition;
    private final Lease lease;
    private final FrameBudget budget;
    private volatile boolean stopping;

    CatchUp(Connection connection, Subjects names, Partition partition, Lease lease, FrameBudget budget) {
        this.connection = connection;
        this.stream = names.logStream(partition.number());
        this.partition = partition;
        this.lease = lease;
        this.budget = budget;
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                List<Sink> ready = ready();
                if (ready.isEmpty() || !lease.valid()) {
                    Thread.sleep(IDLE);
                } else {
                    sweep(ready);
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().addKeyValue("partition", partition.number()).log("sweep stopped");
        }
    }

    private List<Sink> ready() {
        return partition.sinks().all().stream().filter(Sink::ready).toList();
    }

    private void sweep(List<Sink> ready) throws InterruptedException {
        List<Sink> riders = new ArrayList<>(ready);
        riders.forEach(Sink::beginCatchUp);
        long from = Math.min(
                partition.head(),
                riders.stream().mapToLong(CatchUp::frameOf).min().orElseThrow());
        try (LogReader reader = new LogReader(connection, stream, from, Optional.empty(), budget)) {
            ride(reader, riders);
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.atDebug().addKeyValue("partition", partition.number()).log("sweep interrupted: {}", e.toString());
            riders.forEach(sink -> sink.park("the log cannot be read", RETRY));
        } catch (FrameException.UnknownVersion e) {
            // The live reader stops here too and says so.
            riders.forEach(sink -> sink.park(String.valueOf(e.getMessage()), Duration.ofSeconds(5)));
        }
    }

    private void ride(LogReader reader, List<Sink> riders)
            throws IOException, JetStreamApiException, InterruptedException, FrameException.UnknownVersion {
        long began = System.nanoTime();
        while (!stopping) {
            riders.removeIf(sink -> sink.lane() != Lane.CATCHING_UP);
            if (riders.isEmpty() || partition.join(reader.next(), riders)) {
                return;
            }
            if (!lease.valid()) {
                Thread.sleep(IDLE);
                continue;
            }
            boolean othersWait = takeAlong(reader.next(), riders);
            if (othersWait && System.nanoTime() - began > TURN.toNanos()) {
                riders.forEach(sink -> sink.park("lets others catch up", Duration.ZERO));
                return;
            }
            leaveBehind(riders);
            skipWhatNobodyNeeds(reader, riders);
            if (reader.next() < partition.head() && budget.awaitRoom(PATIENCE)) {
                read(reader, riders);
            }
        }
    }

    /** Alone, a sink may take its time; in company, whoever cannot keep pace rides later. */
    private static void leaveBehind(List<Sink> riders) {
        if (riders.size() > 1) {
            Sink fullest =
                    riders.stream().max(Comparator.comparingLong(Sink::held)).orElseThrow();
            if (fullest.held() > SHARE_BYTES) {
                fullest.park("it keeps the others waiting", Duration.ZERO);
                riders.remove(fullest);
            }
        }
    }

    /** The one for whom the sweep began so far back may have been left behind. */
    private void skipWhatNobodyNeeds(LogReader reader, List<Sink> riders) {
        long from = riders.stream().mapToLong(CatchUp::frameOf).min().orElse(reader.next());
        long needed = Math.min(partition.head(), from);
        if (needed > reader.next()) {
            reader.skipTo(needed);
        }
    }

    private void read(LogReader reader, List<Sink> riders)
            throws IOException, JetStreamApiException, InterruptedException, FrameException.UnknownVersion {
        switch (reader.read(POLL)) {
            case LogRead.Next next -> offer(next.frame(), riders);
            case LogRead.Damaged damaged -> reachedFrame(reader.next(), riders);
            case LogRead.Moved(LogMove.Gap gap) -> {
                partition.moved(gap, false);
                reachedFrame(reader.next(), riders);
            }
            case LogRead.Moved(LogMove.SetBack back) ->
                // The live reader finds the same, and sets everything back.
                riders.forEach(sink -> sink.park(back.describe(), Duration.ofSeconds(1)));
            case LogRead.Nothing nothing -> {}
        }
    }

    private void offer(LogFrame frame, List<Sink> riders) {
        if (partition.unseen(frame)) {
            riders.forEach(sink -> sink.park("the log is not what it was", Duration.ofSeconds(1)));
            return;
        }
        partition.dedupe().mark(frame);
        for (Sink sink : riders) {
            if (frame.sources().stream().anyMatch(sink::wantsSource)) {
                sink.offer(frame, Lane.CATCHING_UP);
            } else {
                sink.reached(frame.end(), Lane.CATCHING_UP);
            }
        }
    }

    private static void reachedFrame(long frame, List<Sink> riders) {
        long position = new Position(frame, 0).packed();
        riders.forEach(sink -> sink.reached(position, Lane.CATCHING_UP));
    }

    /** Takes those along who are ready and ahead; true if somebody is ready and further back. */
    private boolean takeAlong(long next, List<Sink> riders) {
        boolean behind = false;
        for (Sink sink : ready()) {
            if (frameOf(sink) >= next) {
                sink.beginCatchUp();
                riders.add(sink);
            } else {
                behind = true;
            }
        }
        return behind;
    }

    private static long frameOf(Sink sink) {
        return Position.ofPacked(sink.lowest()).frame();
    }
}
