package dev.catchment.delivery.director;

import dev.catchment.contract.Subjects;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds this process's leases, and takes those that nobody holds any more, up to its share. One thread.
 */
public final class LeaseKeeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final Duration BEAT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DirectorContext context;
    private final String instance;
    private final String holder;
    private final KeyValue bucket;
    private final Members members;
    private final Map<Integer, LeaseWatch> watches = new HashMap<>();
    /** The newest entry that was ever seen of each partition: a store that was lost or set back holds an older one. */
    private final Map<Integer, LeaseEntry> seen = new HashMap<>();

    private final Outlived outlived;
    private final ConcurrentSkipListMap<Integer, Director> directors = new ConcurrentSkipListMap<>();
    private final Map<Integer, Thread> starting = new ConcurrentHashMap<>();
    /** Directors that end take their time; the heartbeats of the others must not wait for them. */
    private final Map<Integer, Thread> ending = new ConcurrentHashMap<>();

    private volatile boolean stopping;
    private volatile boolean looked;

    public LeaseKeeper(DirectorContext context, String instance) throws IOException {
        this.context = context;
        this.instance = instance;
        this.holder = instance + "/" + UUID.randomUUID().toString().substring(0, 8);
        this.bucket = context.connection().keyValue(context.names().stateBucket());
        this.outlived = new Outlived(bucket);
        this.members = new Members(bucket, instance, context.ticker());
    }

    /** Directors of the partitions that this process owns. */
    public Collection<Director> directors() {
        return directors.values();
    }

    /** Whether every partition was looked at once: owned or left to its owner. */
    public boolean settled() {
        return looked;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                try {
                    beat();
                    looked = true;
                } catch (IOException | JetStreamApiException | RuntimeException e) {
                    LOG.atDebug().log("leases not reachable now: {}", e.toString());
                    // Holders cannot reach them either: that theirs stood still meanwhile is no sign of death.
                    watches.clear();
                }
                Thread.sleep(BEAT);
            }
        } catch (InterruptedException e) {
            LOG.debug("lease keeper stopped");
        }
    }

    private void beat() throws IOException, JetStreamApiException, InterruptedException {
        heartbeats();
        members.beat();
        int partitions = context.settings().get().partitions();
        int share = LeaseWatch.share(partitions, members.count());
        for (int partition = 0; partition < partitions && !stopping; partition++) {
            boolean mine = directors.containsKey(partition)
                    || starting.containsKey(partition)
                    || ending.containsKey(partition);
            if (!mine && directors.size() + starting.size() < share) {
                tryTake(partition);
            }
        }
        if (directors.size() > share) {
            int surplus = directors.lastKey();
            LOG.atInfo().addKeyValue("partition", surplus).log("left to another instance");
            release(surplus);
        }
    }

    private void heartbeats() throws InterruptedException {
        for (Map.Entry<Integer, Director> owned : directors.entrySet()) {
            try {
                if (owned.getValue().lost()) {
                    throw new LostLeaseException("its marks are another director's");
                }
                Director director = owned.getValue();
                outlived.ask(owned.getKey(), director);
                director.heartbeat();
                seen.put(owned.getKey(), director.lease());
            } catch (LostLeaseException e) {
                LOG.atWarn().addKeyValue("partition", owned.getKey()).log("lease lost: {}", e.getMessage());
                directors.remove(owned.getKey());
                end(owned.getKey(), owned.getValue()::abandon);
                outlived.tell(owned.getKey(), owned.getValue().lease().epoch());
            } catch (IOException | JetStreamApiException | RuntimeException e) {
                LOG.atDebug().addKeyValue("partition", owned.getKey()).log("heartbeat failed: {}", e.toString());
            }
        }
    }

    private void tryTake(int partition) throws IOException, JetStreamApiException {
        Optional<KeyValueEntry> found = Optional.ofNullable(bucket.get(Subjects.leaseKey(partition)));
        Optional<LeaseEntry> known = Optional.ofNullable(seen.get(partition));
        LeaseEntry mine;
        if (found.isPresent()) {
            LeaseEntry former = newer(Lease.parse(found.get()), known);
            seen.put(partition, former);
            boolean expired = watches.computeIfAbsent(partition, p -> new LeaseWatch())
                    .expired(found.get().getRevision(), context.ticker().getAsLong());
            // An instance's name is unique among the living: whoever held the lease under ours is dead.
            if (!former.released() && !expired && !former.instance().equals(instance)) {
                return;
            }
            mine = former.takenBy(holder);
        } else {
            // A store that has lost everything is not a new one to whoever knew it before.
            mine = known.map(entry -> entry.takenBy(holder)).orElseGet(() -> LeaseEntry.first(holder));
        }
        Optional<Lease> lease = Lease.take(bucket, partition, found, mine, context.ticker());
        if (lease.isPresent()) {
            seen.put(partition, mine);
            start(partition, lease.get());
        }
    }

    /** A store that was restored from an old copy is known by what it does not know any more. */
    private static LeaseEntry newer(LeaseEntry found, Optional<LeaseEntry> known) {
        return known.filter(entry -> entry.epoch() > found.epoch()).orElse(found);
    }

    /** Loading may take a while: the other leases must not wait for it. */
    private void start(int partition, Lease lease) {
        Thread thread = Thread.ofVirtual().name("director-" + partition).unstarted(() -> {
            try {
                prepareAndBegin(partition, lease);
            } catch (LostLeaseException | IOException | JetStreamApiException | RuntimeException e) {
                // The next beat takes the lease again, with another epoch.
                LOG.atWarn().addKeyValue("partition", partition).log("director not started: {}", e.toString());
                lease.end();
            } catch (InterruptedException e) {
                lease.end();
            } finally {
                starting.remove(partition);
            }
        });
        starting.put(partition, thread);
        thread.start();
    }

    private void prepareAndBegin(int partition, Lease lease)
            throws IOException, JetStreamApiException, InterruptedException, LostLeaseException {
        Beating beating = new Beating(lease);
        Director director;
        try {
            director = Director.prepare(context, lease, partition);
        } finally {
            beating.end();
        }
        boolean begun = false;
        try {
            director.begin();
            begun = true;
        } finally {
            if (!begun) {
                director.abandon();
            }
        }
        directors.put(partition, director);
    }

    /** Lets directors that are just starting come up or fail. */
    private void awaitStarting() {
        try {
            for (Thread thread : starting.values()) {
                thread.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release(int partition) {
        Director director = directors.remove(partition);
        if (director != null) {
            end(partition, director::close);
        }
    }

    private void end(int partition, Runnable how) {
        Thread thread = Thread.ofVirtual().name("ending-" + partition).unstarted(() -> {
            try {
                how.run();
            } finally {
                ending.remove(partition);
            }
        });
        ending.put(partition, thread);
        thread.start();
    }

    /** Takes and keeps nothing more; interrupt its thread afterwards. */
    public void stop() {
        stopping = true;
    }

    /** Lets go of everything in good order, once its thread has ended. */
    public void close() {
        awaitStarting();
        directors.keySet().forEach(this::release);
        try {
            for (Thread thread : ending.values()) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        members.leave();
    }

    /** As if the process had died: nothing is written any more, nothing let go. */
    public void abandon() {
        awaitStarting();
        directors.values().forEach(Director::abandon);
        directors.clear();
    }
}
