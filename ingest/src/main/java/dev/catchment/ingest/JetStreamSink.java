package dev.catchment.ingest;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Publishes frames to the stream of a partition over a connection of its own that never reconnects by itself: a client
 * that reconnects sends what was still in its queue, and a frame that was answered with 503 must not appear later.
 * A lost connection is replaced here, and the same frame sent again under the same id, which the stream recognises.
 */
final class JetStreamSink implements FrameSink {
    /** Of one frame, all attempts together. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int STREAM_FULL = 10077;
    private static final int STORAGE_EXCEEDED = 10047;

    private final BrokerSettings broker;
    private final String name;
    private final String stream;
    private final String subject;
    private @Nullable Connection connection;
    private @Nullable JetStream jetStream;

    JetStreamSink(BrokerSettings broker, String name, String stream, String subject) {
        this.broker = broker;
        this.name = name;
        this.stream = stream;
        this.subject = subject;
    }

    @Override
    public void store(UUID id, byte[] frame) throws NotStoredException {
        PublishOptions options = PublishOptions.builder()
                .messageId(id.toString())
                .expectedStream(stream)
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                try {
                    jetStream().publish(subject, frame, options);
                    return;
                } catch (JetStreamApiException e) {
                    checkFull(e);
                    giveUpAfter(deadline, e);
                } catch (IOException | IllegalStateException e) {
                    giveUpAfter(deadline, e);
                }
                if (connection != null && connection.getStatus() != Connection.Status.CONNECTED) {
                    drop();
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            drop();
            Thread.currentThread().interrupt();
            throw new NotStoredException(Reason.LOG_UNAVAILABLE, "interrupted");
        }
    }

    private static void checkFull(JetStreamApiException e) throws NotStoredException {
        if (e.getApiErrorCode() == STREAM_FULL || e.getApiErrorCode() == STORAGE_EXCEEDED) {
            throw new NotStoredException(Reason.LOG_FULL, "the log is full: " + e.getMessage());
        }
    }

    private void giveUpAfter(long deadline, Exception e) throws NotStoredException {
        if (System.nanoTime() - deadline > 0) {
            drop();
            throw new NotStoredException(
                    Reason.LOG_UNAVAILABLE, "not acknowledged by " + stream + ": " + e.getMessage());
        }
    }

    private JetStream jetStream() throws IOException, InterruptedException {
        if (jetStream == null) {
            connection = BrokerConnection.openOnce(broker, name);
            jetStream = connection.jetStream();
        }
        return jetStream;
    }

    /** Forgets the connection, and with it everything that it has not sent. */
    private void drop() {
        Connection old = connection;
        connection = null;
        jetStream = null;
        if (old != null) {
            try {
                old.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        drop();
    }
}
