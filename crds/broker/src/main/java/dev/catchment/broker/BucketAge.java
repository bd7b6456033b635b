package dev.catchment.broker;

import dev.catchment.contract.Subjects;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices, by a look every few seconds, that a bucket was removed and made again: nothing tells its readers. */
final class BucketAge {
    private static final Logger LOG = LoggerFactory.getLogger(BucketAge.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final Connection connection;
    private final String stream;
    private @Nullable ZonedDateTime created;
    private long looked;

    BucketAge(Connection connection, String bucket) throws IOException, JetStreamApiException {
        this.connection = connection;
        this.stream = Subjects.streamOf(bucket);
        read();
    }

    /** Takes the bucket that is there now for the right one. */
    void read() throws IOException, JetStreamApiException {
        looked = System.nanoTime();
        created = ask();
    }

    /** Whether there is another bucket now than the one that was read last; false while there is none. */
    boolean changed() {
        if (System.nanoTime() - looked < BETWEEN_LOOKS.toNanos()
                || connection.getStatus() != Connection.Status.CONNECTED) {
            return false;
        }
        looked = System.nanoTime();
        try {
            return !ask().equals(created);
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            LOG.debug("{} cannot be looked at now: {}", stream, e.toString());
            return false;
        }
    }

    private ZonedDateTime ask() throws IOException, JetStreamApiException {
        return connection.jetStreamManagement().getStreamInfo(stream).getCreateTime();
    }
}
