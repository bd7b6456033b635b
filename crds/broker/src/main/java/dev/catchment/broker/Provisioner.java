package dev.catchment.broker;

import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.AppliedReport;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.ObjectStoreConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the streams and buckets of a hub exist as they should be. A stream that holds data is never re-created: what
 * cannot be changed in place is reported instead.
 */
public final class Provisioner {
    private static final int NOT_FOUND = 404;
    /** Each costs the time of a request that is not answered. */
    private static final int MOST_DENIALS = 3;

    private final Connection connection;
    private final HubSpec spec;
    private final Subjects names;

    public Provisioner(Connection connection, HubSpec spec) {
        this.connection = connection;
        this.spec = spec;
        this.names = new Subjects(spec.id());
    }

    /** As {@link #ensure(Map)}, for a hub of which nothing is known. */
    public Provisioning ensure() throws IOException, JetStreamApiException, InterruptedException {
        return ensure(Map.of());
    }

    /**
     * Creates the {@code applied} bucket if it is missing: a hub is claimed in it. What is there may be another
     * cluster's and stays as it is.
     */
    public Provisioning createApplied() throws IOException, JetStreamApiException, InterruptedException {
        StreamMaker maker = new StreamMaker(connection);
        maker.create(applied());
        return maker.done(List.of(applied()));
    }

    /**
     * Creates what is missing and updates what differs; nothing is written where all is as it should be.
     *
     * @param revisions the last known one of each plan bucket: one that is made anew begins after it, so that what its
     *     readers say of the former one never counts for the new one
     */
    public Provisioning ensure(Map<Plane, Long> revisions)
            throws IOException, JetStreamApiException, InterruptedException {
        List<StreamConfiguration> wanted = streams();
        StreamMaker maker = new StreamMaker(connection);
        for (StreamConfiguration stream : wanted) {
            if (maker.denied() < MOST_DENIALS) {
                maker.ensure(stream, () -> firstSequence(stream.getName(), revisions));
            }
        }
        return maker.done(wanted);
    }

    private long firstSequence(String stream, Map<Plane, Long> revisions)
            throws IOException, JetStreamApiException, InterruptedException {
        for (Plane plane : Plane.values()) {
            if (stream.equals(Subjects.streamOf(names.planBucket(plane)))) {
                return 1 + Math.max(revisions.getOrDefault(plane, 0L), reported(plane));
            }
        }
        return 1;
    }

    /** The highest revision that any instance ever said it applied. */
    private long reported(Plane plane) throws IOException, JetStreamApiException, InterruptedException {
        if (!connection.jetStreamManagement().getStreamNames().contains(Subjects.streamOf(names.appliedBucket()))) {
            return 0;
        }
        return AppliedReports.read(connection, names, plane).values().stream()
                .mapToLong(AppliedReport::sequence)
                .max()
                .orElse(0);
    }

    /** Removes every stream and bucket of the hub, and with them its data. */
    public void delete() throws IOException, JetStreamApiException {
        JetStreamManagement management = connection.jetStreamManagement();
        for (StreamConfiguration stream : streams()) {
            try {
                management.deleteStream(stream.getName());
            } catch (JetStreamApiException e) {
                if (e.getErrorCode() != NOT_FOUND) {
                    throw e;
                }
            }
        }
    }

    private List<StreamConfiguration> streams() throws IOException {
        List<StreamConfiguration> all = new ArrayList<>();
        for (int partition = 0; partition < spec.partitions(); partition++) {
            all.add(log(partition));
        }
        all.add(stream(names.deadLetterStream(), names.deadLetterSubjects())
                .maxBytes(spec.logMaxBytes() / 4)
                .maxAge(Duration.ofDays(30))
                .discardPolicy(DiscardPolicy.New)
                .build());
        all.add(stream(names.retryStream(), names.retrySubjects())
                .maxBytes(spec.logMaxBytes() / 4)
                .discardPolicy(DiscardPolicy.New)
                .duplicateWindow(Duration.ofMinutes(2))
                .build());
        all.add(stream(names.dedupeStream(), names.dedupeSubjects())
                .maxBytes(spec.logMaxBytes() / 4)
                .discardPolicy(DiscardPolicy.Old)
                .build());
        all.add(bucket(names.planBucket(Plane.INGEST), spec.planMaxBytes()));
        all.add(bucket(names.planBucket(Plane.DELIVERY), spec.planMaxBytes()));
        all.add(applied());
        all.add(bucket(names.countsBucket(), spec.planMaxBytes() / 4));
        all.add(bucket(names.stateBucket(), spec.planMaxBytes()));
        all.add(bucket(names.archiveIndexBucket(), spec.planMaxBytes()));
        all.add(archive());
        return all;
    }

    private StreamConfiguration applied() {
        return bucket(names.appliedBucket(), spec.planMaxBytes() / 4);
    }

    private StreamConfiguration log(int partition) {
        return stream(names.logStream(partition), names.logSubject(partition))
                .maxBytes(spec.logMaxBytes() / spec.partitions())
                .discardPolicy(DiscardPolicy.New)
                // Recognises a frame whose acknowledgement was lost; events have their own index.
                .duplicateWindow(Duration.ofMinutes(2))
                .maximumMessageSize(1 << 20)
                .build();
    }

    private StreamConfiguration.Builder stream(String name, String subject) {
        return StreamConfiguration.builder()
                .name(name)
                .subjects(subject)
                .storageType(StorageType.File)
                .retentionPolicy(RetentionPolicy.Limits)
                .replicas(spec.replicas())
                .allowDirect(true);
    }

    /** jnats builds the stream behind a bucket; it is treated like every other stream from there on. */
    private StreamConfiguration bucket(String name, long maxBytes) {
        return KeyValueConfiguration.builder()
                .name(name)
                .maxHistoryPerKey(1)
                .storageType(StorageType.File)
                .replicas(spec.replicas())
                .maxBucketSize(maxBytes)
                .build()
                .getBackingConfig();
    }

    private StreamConfiguration archive() {
        return ObjectStoreConfiguration.builder(names.archiveBucket())
                .storageType(StorageType.File)
                .replicas(spec.replicas())
                .maxBucketSize(spec.archiveMaxBytes())
                .build()
                .getBackingConfig();
    }
}
