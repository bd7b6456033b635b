package dev.catchment.delivery.director;

import dev.catchment.contract.Position;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.delivery.archive.ArchiveSink;
import dev.catchment.delivery.archive.ArchiveStore;
import dev.catchment.delivery.archive.ArchiveUpkeep;
import dev.catchment.delivery.lane.Reading;
import dev.catchment.delivery.lane.Sink;
import dev.catchment.delivery.log.DataLoss;
import dev.catchment.delivery.log.FrameBudget;
import dev.catchment.delivery.log.LogPurger;
import dev.catchment.delivery.log.LogReader;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.delivery.plan.DestinationForm;
import dev.catchment.delivery.plan.PlanInForce;
import dev.catchment.delivery.retry.Moved;
import dev.catchment.delivery.retry.RetryStore;
import dev.catchment.delivery.target.DeadLetters;
import dev.catchment.delivery.target.DestinationSink;
import dev.catchment.delivery.target.Surroundings;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers one partition of the log, for as long as the lease lasts. */
public final class Director implements PlanInForce.Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Director.class);
    /** Window of the live reader, and of the sweep: raw bytes, which take about eight times that as parsed events. */
    private static final long WINDOW_BYTES = 12L << 20;

    private static final int WINDOW_EVENTS = 100_000;
    private static final Duration FINISH = Duration.ofSeconds(10);

    private final DirectorContext context;
    private final Lease lease;
    private final Recovery.Recovered recovered;
    private final Partition partition;
    private final Checkpointer checkpointer;
    private final LiveReader live;
    private final CatchUp catchUp;
    private final RetryReader retries;
    private final CountsPublisher counts;
    private final ArchiveStore archive;
    private final ArchiveUpkeep upkeep;
    private final Surroundings surroundings;
    private final List<Thread> threads = new ArrayList<>();

    private Director(DirectorContext context, Lease lease, Recovery.Recovered recovered) throws IOException {
        this.context = context;
        this.lease = lease;
        this.recovered = recovered;
        this.partition = recovered.partition();
        int number = partition.number();
        String stream = context.names().logStream(number);
        FrameBudget liveBudget = new FrameBudget(WINDOW_BYTES, WINDOW_EVENTS);
        Partition.At at = partition.at();
        LogReader reader = new LogReader(context.connection(), stream, at.head(), at.before(), liveBudget);
        Quarantine quarantine = new Quarantine(context.connection(), context.names());
        live = new LiveReader(partition, lease, reader, liveBudget, quarantine);
        catchUp = new CatchUp(
                context.connection(), context.names(), partition, lease, new FrameBudget(WINDOW_BYTES, WINDOW_EVENTS));
        RetryStore store = recovered.retries();
        retries = new RetryReader(
                partition, store, lease, recovered.clock(), recovered.found().last());
        checkpointer = new Checkpointer(
                partition,
                recovered.marks(),
                new LogPurger(context.connection(), stream, recovered.clock()),
                context.settings(),
                recovered.unclaimed(),
                retries);
        counts = new CountsPublisher(context.connection(), context.names(), partition, lease);
        archive = new ArchiveStore(context.connection(), context.names());
        upkeep = new ArchiveUpkeep(
                context.connection(),
                context.names(),
                archive,
                number,
                lease.entry().epoch(),
                context.settings(),
                lease::valid);
        surroundings = new Surroundings(
                number,
                context.settings().get().partitions(),
                partition::packedHead,
                lease::valid,
                context.outbound(),
                new DeadLetters(context.connection(), context.names()),
                store,
                retries::asksAgain,
                recovered.clock(),
                context.ticker(),
                RandomGenerator.getDefault());
    }

    /** Loads what the former owner stored, and fences it off. */
    static Director prepare(DirectorContext context, Lease lease, int number)
            throws IOException, JetStreamApiException, InterruptedException, LostLeaseException {
        Recovery.Recovered recovered = Recovery.run(context, lease, number);
        return new Director(context, lease, recovered);
    }

    /** Starts to read and send. */
    void begin() throws IOException, JetStreamApiException {
        partition.sinks().put(archiveSink());
        context.plan().follow(this);
        // Whatever the plan does not hold now has left it; a day from now at the latest it is given up.
        long now = context.clock().millis();
        synchronized (recovered.unclaimed()) {
            recovered.unclaimed().replaceAll((name, sink) -> sink.removedAt() == null ? sink.removed(now) : sink);
        }
        run("live", live);
        run("sweep", catchUp);
        run("retries", retries);
        run("marks", checkpointer);
        run("counts", counts);
        run("dedupe", this::loadOlder);
        run(
                "archive-upkeep",
                new ArchiveUpkeep(
                        context.connection(),
                        context.names(),
                        archive,
                        partition.number(),
                        lease.entry().epoch(),
                        context.settings(),
                        lease::valid));
        LOG.atInfo()
                .addKeyValue("partition", partition.number())
                .addKeyValue("epoch", lease.entry().epoch())
                .log("director started at frame {}", partition.head());
    }

    private ArchiveSink archiveSink() throws IOException, JetStreamApiException {
        StoredSink from = checkpointer.reclaim(ArchiveSink.NAME).orElseGet(this::fromHere);
        return new ArchiveSink(
                archive,
                context.settings(),
                partition.number(),
                lease.entry().epoch(),
                from,
                partition::packedHead,
                lease::valid,
                context.ticker());
    }

    private void run(String what, Runnable task) {
        threads.add(Thread.ofVirtual().name(what + "-" + partition.number()).start(task));
    }

    private void loadOlder() {
        try {
            partition.dedupe().loadOlder();
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("partition", partition.number())
                    .log("older part of the duplicate index not loaded: {}", e.toString());
        } catch (InterruptedException e) {
            LOG.atDebug().log("stopped while loading the duplicate index");
        }
    }

    @Override
    public void inForce(DestinationForm form) {
        Optional<Sink> present = partition.sinks().get(form.name());
        if (present.isPresent() && present.get() instanceof DestinationSink sink) {
            sink.update(form);
            partition.sinks().sourcesChanged();
            return;
        }
        synchronized (checkpointer) {
            StoredSink former = checkpointer.reclaim(form.name()).orElseGet(this::fromHere);
            Moved found = recovered.found().of(form.name());
            partition.sinks().put(new DestinationSink(form, former, found, surroundings));
        }
        retries.restart();
    }

    /** A new sink starts at the head. */
    private StoredSink fromHere() {
        return StoredSink.of(Mark.at(new Position(partition.head(), 0)), Counts.NONE, "new", null);
    }

    @Override
    public void gone(String destination) {
        Optional<Sink> leaving = partition.sinks().get(destination);
        if (leaving.isEmpty()) {
            return;
        }
        try {
            leaving.get().stop(Duration.ofMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (checkpointer) {
            partition.sinks().remove(destination);
            checkpointer.remove(leaving.get(), context.clock().millis());
        }
        retries.restart();
    }

    @Override
    public void settings(DeliverySettings settings) {
        checkpointer.expire(context.clock().millis());
    }

    // What is shown of it.

    public int number() {
        return partition.number();
    }

    public Collection<Sink> sinks() {
        return partition.sinks().all();
    }

    /** Sequence of the frame that live sinks are offered next. */
    public long head() {
        return partition.head();
    }

    /** When the oldest event was received that the sink is not done with; empty: none, as far as is known. */
    public Optional<Instant> oldestPending(Reading sink) {
        return partition.oldestPending(sink);
    }

    /** Since marks and counters were last stored, which is several times a second. */
    public Duration unstored() {
        return checkpointer.unstored();
    }

    public long eventsRead() {
        return partition.eventsRead();
    }

    public long duplicates() {
        return partition.duplicates();
    }

    public long damagedFrames() {
        return partition.damagedFrames();
    }

    public long dedupeKeys() {
        return partition.dedupe().index().size();
    }

    public long dedupeBytes() {
        return partition.dedupe().index().bytes();
    }

    public DataLoss dataLoss() {
        return partition.loss();
    }

    /** Why the log is not read, for people. */
    public Optional<String> stopped() {
        return Optional.ofNullable(partition.stopped());
    }

    /** Whether somebody else has taken over. */
    boolean lost() {
        return checkpointer.lost();
    }

    void heartbeat() throws IOException, JetStreamApiException, LostLeaseException {
        lease.write(describe(false));
        checkpointer.expire(context.clock().millis());
        partition.times().forget(checkpointer.lowest());
    }

    private LeaseEntry describe(boolean released) {
        LeaseEntry entry = lease.entry();
        Partition.At head = checkpointer.durableHead();
        return new LeaseEntry(
                entry.holder(),
                entry.epoch(),
                released,
                head.head(),
                head.before().map(Object::toString).orElse(null),
                checkpointer.lowest(),
                partition.loss(),
                partition.stopped());
    }

    /** Stops reading, lets requests in flight end, stores marks and counters, and lets go of the lease. */
    void close() {
        try {
            halt();
            for (Sink sink : partition.sinks().all()) {
                sink.stop(Duration.ZERO);
            }
            long deadline = context.ticker().getAsLong() + FINISH.toNanos();
            for (Sink sink : partition.sinks().all()) {
                sink.stop(
                        Duration.ofNanos(Math.max(1, deadline - context.ticker().getAsLong())));
            }
            checkpointer.flush(true);
            counts.publish();
            partition.dedupe().save(Duration.ofSeconds(context.settings().get().dedupeWindowSeconds()), true);
            lease.write(describe(true));
        } catch (IOException | JetStreamApiException | LostLeaseException | RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("partition", partition.number())
                    .log("stopped without a last checkpoint: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lease.end();
    }

    /** Stops at once and writes nothing: the lease is another's, or the process plays dead. */
    void abandon() {
        lease.end();
        try {
            halt();
            for (Sink sink : partition.sinks().all()) {
                sink.stop(Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void halt() throws InterruptedException {
        context.plan().leave(this);
        live.stop();
        catchUp.stop();
        retries.stop();
        checkpointer.stop();
        counts.stop();
        upkeep.stop();
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join(FINISH);
        }
    }
}
