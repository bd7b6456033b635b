package dev.catchment.broker;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.AppliedReport;
import dev.catchment.contract.plan.AppliedReport.Refusal;
import dev.catchment.contract.plan.PlanDocument;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the plan of one plane and reports what was applied. A bucket without the completeness marker is not a plan
 * yet: what arrives is kept until the marker is there and everything was read. One thread applies; the broker's threads
 * only queue.
 *
 * <p>The watch comes back after a server was started anew, and after the bucket was removed and made again; what is in
 * force stays until the whole plan is there again.
 */
public final class PlanWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlanWatcher.class);
    private static final Duration REPORT_RETRY = Duration.ofSeconds(1);

    private final Connection connection;
    private final Subjects names;
    private final Plane plane;
    private final String instance;
    private final PlanListener listener;
    private final BlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();
    private final Map<String, Refusal> refused = new TreeMap<>();
    /** Of the documents that are in force, or were refused. */
    private final Set<String> keys = new TreeSet<>();

    private final BucketAge age;
    private final Thread applier;
    private final ConnectionListener onReconnect;

    private volatile boolean lost;
    private PlanReading reading;
    private NatsKeyValueWatchSubscription subscription;
    private volatile boolean complete;
    private volatile long applied;
    private boolean reported = true;

    /**
     * What a watch brought.
     *
     * @param entry null: everything that was there has come
     */
    private record Arrival(PlanReading reading, @Nullable KeyValueEntry entry) {}

    private PlanWatcher(Connection connection, Subjects names, Plane plane, String instance, PlanListener listener)
            throws IOException, JetStreamApiException, InterruptedException {
        this.connection = connection;
        this.names = names;
        this.plane = plane;
        this.instance = instance;
        this.listener = listener;
        age = new BucketAge(connection, names.planBucket(plane));
        reading = new PlanReading();
        subscription = watch(reading);
        onReconnect = new ConnectionListener() {
            @Override
            @SuppressWarnings("deprecation") // its successor's default calls this one, which is abstract
            public void connectionEvent(Connection which, Events type) {
                if (type == Events.RECONNECTED) {
                    lost = true;
                }
            }
        };
        connection.addConnectionListener(onReconnect);
        applier = Thread.ofVirtual().name("plan-" + plane.wireName()).start(this::run);
    }

    /**
     * Starts to follow the plan.
     *
     * @param instance unique among the live instances of the plane
     */
    public static PlanWatcher start(
            Connection connection, Subjects names, Plane plane, String instance, PlanListener listener)
            throws IOException, JetStreamApiException, InterruptedException {
        return new PlanWatcher(connection, names, plane, instance, listener);
    }

    /** Whether a whole plan has been applied: a plane is not ready before. */
    public boolean complete() {
        return complete;
    }

    /** Highest revision of the plan's bucket that was applied or refused. */
    public long applied() {
        return applied;
    }

    private NatsKeyValueWatchSubscription watch(PlanReading into)
            throws IOException, JetStreamApiException, InterruptedException {
        return connection.keyValue(names.planBucket(plane)).watchAll(new KeyValueWatcher() {
            @Override
            public void watch(KeyValueEntry entry) {
                arrived.add(new Arrival(into, entry));
            }

            @Override
            public void endOfData() {
                arrived.add(new Arrival(into, null));
            }
        });
    }

    private void run() {
        try {
            while (true) {
                Arrival arrival = arrived.poll(REPORT_RETRY.toMillis(), TimeUnit.MILLISECONDS);
                if (arrival != null && arrival.reading() == reading) {
                    take(arrival.entry());
                }
                if (lost || (arrived.isEmpty() && age.changed())) {
                    watchAnew();
                }
                if (!reported && arrived.isEmpty()) {
                    report();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("plan watcher stopped");
        }
    }

    /**
     * A server that was started anew has forgotten the watch, which the client notices only after half a minute; a watch
     * of a bucket that was removed stays mute for good. The whole plan comes again; what is in force already is put into
     * force once more.
     */
    private void watchAnew() throws InterruptedException {
        lost = false;
        try {
            age.read();
            PlanReading next = new PlanReading();
            NatsKeyValueWatchSubscription made = watch(next);
            subscription.unsubscribe();
            subscription = made;
            reading = next;
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            lost = true;
            LOG.atDebug().log("the plan is watched again later: {}", e.toString());
        }
    }

    private void take(@Nullable KeyValueEntry entry) {
        if (reading.whole() && entry != null) {
            apply(entry);
            applied = Math.max(applied, entry.getRevision());
            reported = false;
        } else if (reading.becomesWhole(entry)) {
            Set<String> gone = new TreeSet<>(keys);
            for (KeyValueEntry read : reading.entries()) {
                apply(read);
                gone.remove(read.getKey());
            }
            gone.forEach(this::remove);
            applied = reading.last();
            if (!complete) {
                listener.complete();
                complete = true;
            }
            reported = false;
        }
    }

    private void apply(KeyValueEntry entry) {
        String key = entry.getKey();
        if (key.equals(Subjects.PLAN_COMPLETE)) {
            return;
        }
        if (entry.getOperation() != KeyValueOperation.PUT) {
            remove(key);
            return;
        }
        refused.remove(key);
        keys.add(key);
        String reason = refusal(key, entry.getValue());
        if (reason != null) {
            refused.put(key, new Refusal(key, entry.getRevision(), reason));
            LOG.atWarn().addKeyValue("key", key).log("plan document refused, its last good form stays: {}", reason);
        }
    }

    private void remove(String key) {
        refused.remove(key);
        keys.remove(key);
        listener.remove(key);
    }

    private @Nullable String refusal(String key, byte[] json) {
        try {
            listener.apply(PlanDocument.parse(key, json));
            return null;
        } catch (PlanListener.RefusedException e) {
            return e.getMessage();
        } catch (IOException e) {
            return "the document cannot be read: " + e.getMessage();
        } catch (RuntimeException e) {
            // A defect in how one document is handled must not stop the others.
            LOG.atError().addKeyValue("key", key).setCause(e).log("plan document failed");
            return "internal error: " + e;
        }
    }

    private void report() {
        AppliedReport report = new AppliedReport(instance, applied, List.copyOf(refused.values()));
        try {
            KeyValue bucket = connection.keyValue(names.appliedBucket());
            bucket.put(Subjects.appliedKey(plane, instance), ContractJson.DOCUMENTS.writeValueAsBytes(report));
            reported = true;
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.atDebug().log("applied revision is reported later: {}", e.toString());
        }
    }

    @Override
    public void close() {
        connection.removeConnectionListener(onReconnect);
        applier.interrupt();
        try {
            applier.join();
            subscription.unsubscribe();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
