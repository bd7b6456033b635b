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
import dev.catchment.delivery.log.SeenFrame;
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
import java.util.Map;
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
    private static final Duration LOAD_AGAIN = Duration.ofSeconds(2);

    private final DirectorContext context;
    private final Lease lease;
    private final RetryStore.Found inTiers;
    private final Partition partition;
    private final Checkpointer checkpointer;
    private final LiveReader live;
    private final CatchUp catchUp;
    private final RetryReader retries;
    private final CountsPublisher counts;
    private final ArchiveStore archive;
    private final ArchiveUpkeep upkeep;
    private final LogPurger purger;
    private final LaneExpiry expiry;
    private final SpaceKeeper space;
    private final Surroundings surroundings;
    private final Caution caution;
    private final Crashes crashes;
    private final List<Thread> threads = new ArrayList<>();
    /** A row of crashes has ended; only the heartbeat's. */
    private boolean relaxing;

    private volatile boolean dedupeLoading = true;
    private volatile boolean halted;

    private Director(DirectorContext context, Lease lease, Recovery.Recovered recovered) throws IOException {
        this.context = context;
        this.lease = lease;
        this.inTiers = recovered.found();
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
                context.settings(),
                recovered.unclaimed(),
                context.backlogKept(),
                retries);
        counts = new CountsPublisher(context.connection(), context.names(), partition, lease);
        purger = new LogPurger(context.connection(), stream, recovered.clock());
        expiry = new LaneExpiry(context.connection(), context.names(), partition, lease);
        space = new SpaceKeeper(partition, context, lease, checkpointer, purger, checkpointer.backlogs(), expiry);
        archive = new ArchiveStore(context.connection(), context.names());
        upkeep = new ArchiveUpkeep(
                context.connection(),
                context.names(),
                archive,
                number,
                lease.entry().epoch(),
                context.settings(),
                lease::valid);
        caution = recovered.caution();
        crashes = new Crashes(lease.entry().crashesInARow());
        surroundings = new Surroundings(
                number,
                context.settings().get().partitions(),
                partition::packedHead,
                lease::valid,
                context.outbound(),
                new DeadLetters(context.connection(), context.names()),
                store,
                context.tokens(),
                retries::asksAgain,
                recovered.clock(),
                context.ticker(),
                RandomGenerator.getDefault(),
                caution,
                counts::hurry);
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
        checkpointer.backlogs().seal(partition.head());
        run("live", live);
        run("sweep", catchUp);
        run("retries", retries);
        run("marks", checkpointer);
        run("counts", counts);
        run("space", space);
        run("dedupe", this::loadOlder);
        run("archive-upkeep", upkeep);
        LOG.atInfo()
                .addKeyValue("partition", partition.number())
                .addKeyValue("epoch", lease.entry().epoch())
                .log("director started at frame {}", partition.head());
    }

    private ArchiveSink archiveSink() throws IOException, JetStreamApiException {
        StoredSink from = checkpointer
                .backlogs()
                .reclaim(ArchiveSink.NAME, partition.head())
                .orElseGet(this::fromHere);
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
            while (dedupeLoading && !halted) {
                try {
                    partition.dedupe().loadOlder();
                    dedupeLoading = false;
                } catch (IOException | JetStreamApiException | RuntimeException e) {
                    if (halted) {
                        return; // the broker's client hides an interrupt in an exception of its own
                    }
                    LOG.atWarn()
                            .addKeyValue("partition", partition.number())
                            .log("older part of the duplicate index not loaded, again soon: {}", e.toString());
                    Thread.sleep(LOAD_AGAIN);
                }
            }
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
            StoredSink former = checkpointer
                    .backlogs()
                    .reclaim(form.name(), partition.head())
                    .orElseGet(this::fromHere);
            Moved found = inTiers.of(form.name());
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
            checkpointer.backlogs().add(destination, leaving.get().checkpoint(), partition.head());
        }
        retries.restart();
    }

    @Override
    public void settings(DeliverySettings settings) {}

    /** As it was written last. */
    LeaseEntry lease() {
        return lease.entry();
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

    /** How full the log is; 1: ingest refuses events. */
    public double logFill() {
        return purger.space().ratio();
    }

    /** Frames that wait to be read at the head; the end of the log is looked at every second. */
    public long lagFrames() {
        return Math.max(0, purger.space().last() + 1 - partition.head());
    }

    /** Frames that were purged before their time because the log was full. */
    public long framesPurgedEarly() {
        return purger.purgedEarly();
    }

    /** Events that lanes have given up because the log was full, since this director started. */
    public long eventsExpired() {
        return expiry.expired();
    }

    /** Events that were discarded with the backlogs of deleted destinations, by the destination's name. */
    public Map<String, Long> discarded() {
        return checkpointer.backlogs().discarded();
    }

    /** Why the log is not read, for people. */
    public Optional<String> stopped() {
        return Optional.ofNullable(partition.stopped());
    }

    /** How many directors in a row died before this one. */
    public int crashes() {
        return crashes.count();
    }

    /** Whether events pass one at a time, because one of them may be what killed the former directors. */
    public boolean careful() {
        return caution.careful();
    }

    /** Whether a part of the duplicate index is still being loaded: older repetitions may be delivered twice. */
    public boolean dedupeLoading() {
        return dedupeLoading;
    }

    /** The former owner lives: it had lost its lease, and did not die. */
    void retractCrash() {
        crashes.retract();
    }

    /** Whether that is known. */
    boolean forerunnerLives() {
        return crashes.retracted();
    }

    /** Whether somebody else has taken over. */
    boolean lost() {
        return checkpointer.lost();
    }

    void heartbeat() throws IOException, JetStreamApiException, LostLeaseException {
        relaxing |= crashes.quiet(pastSuspicion(), context.ticker().getAsLong());
        if (relaxing) {
            relaxing = !caution.relax(this::pastSuspicion);
        }
        lease.write(describe(false));
        partition.times().forget(checkpointer.lowest());
    }

    private boolean pastSuspicion() {
        return partition.head() >= Position.ofPacked(caution.end()).frame()
                && partition.sinks().all().stream()
                        .filter(DestinationSink.class::isInstance)
                        .allMatch(sink -> sink.lowest() >= caution.end() || caution.done(sink.name()));
    }

    private LeaseEntry describe(boolean released) {
        LeaseEntry entry = lease.entry();
        Partition.At head = checkpointer.durableHead();
        return new LeaseEntry(
                entry.holder(),
                entry.epoch(),
                released,
                head.head(),
                head.before().map(seen -> seen.id().toString()).orElse(null),
                head.before().map(SeenFrame::stored).map(Object::toString).orElse(null),
                checkpointer.lowest(),
                partition.loss(),
                partition.stopped(),
                crashes.count());
    }

    /** Stops reading, lets requests in flight end, stores marks and counters, and lets go of the lease. */
    void close() {
        try {
            // Requests in flight may take longer than a lease lasts.
            Beating beating = new Beating(lease);
            try {
                finish();
            } finally {
                beating.end();
            }
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

    private void finish() throws IOException, JetStreamApiException, InterruptedException, LostLeaseException {
        halt();
        for (Sink sink : partition.sinks().all()) {
            sink.stop(Duration.ZERO);
        }
        long deadline = context.ticker().getAsLong() + FINISH.toNanos();
        for (Sink sink : partition.sinks().all()) {
            sink.stop(Duration.ofNanos(Math.max(1, deadline - context.ticker().getAsLong())));
        }
        checkpointer.flush(true);
        counts.publish();
        partition.dedupe().save(Duration.ofSeconds(context.settings().get().dedupeWindowSeconds()), true);
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
        halted = true;
        context.plan().leave(this);
        live.stop();
        catchUp.stop();
        retries.stop();
        checkpointer.stop();
        counts.stop();
        upkeep.stop();
        space.stop();
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join(FINISH);
        }
    }
}
