package dev.catchment.broker;

import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
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

/**
 * Makes the streams and buckets of a hub exist as they should be. A stream that holds data is never re-created: what
 * cannot be changed in place is reported instead.
 */
public final class Provisioner {
    private static final int NOT_FOUND = 404;

    private final Connection connection;
    private final HubSpec spec;
    private final Subjects names;

    public Provisioner(Connection connection, HubSpec spec) {
        this.connection = connection;
        this.spec = spec;
        this.names = new Subjects(spec.id());
    }

    /**
     * Creates what is missing and updates what differs.
     *
     * @return what could not be changed, each as a sentence for people; empty if all is as it should be
     */
    public List<String> ensure() throws IOException, JetStreamApiException {
        List<String> refused = new ArrayList<>();
        for (StreamConfiguration stream : streams()) {
            ensure(stream, refused);
        }
        return refused;
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

    private void ensure(StreamConfiguration wanted, List<String> refused) throws IOException, JetStreamApiException {
        JetStreamManagement management = connection.jetStreamManagement();
        StreamConfiguration current;
        try {
            current = management.getStreamInfo(wanted.getName()).getConfiguration();
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != NOT_FOUND) {
                throw e;
            }
            management.addStream(wanted);
            return;
        }
        if (StreamDifference.none(wanted, current)) {
            return;
        }
        try {
            management.updateStream(wanted);
        } catch (JetStreamApiException e) {
            refused.add("stream " + wanted.getName() + " stays as it is: " + e.getErrorDescription());
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
        all.add(bucket(names.appliedBucket(), spec.planMaxBytes() / 4));
        all.add(bucket(names.countsBucket(), spec.planMaxBytes() / 4));
        all.add(bucket(names.stateBucket(), spec.planMaxBytes()));
        all.add(bucket(names.archiveIndexBucket(), spec.planMaxBytes()));
        all.add(archive());
        return all;
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
