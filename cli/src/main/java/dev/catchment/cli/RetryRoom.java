package dev.catchment.cli;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;

/** Leaves half of the retry stream to events that fail meanwhile: a redrive must not stop anybody's retries. */
final class RetryRoom {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JetStreamManagement management;
    private final String stream;
    /** Bytes until it is looked at again. */
    private long left;

    RetryRoom(JetStreamManagement management, String stream) {
        this.management = management;
        this.stream = stream;
    }

    /** @throws IOException if there is no room, and has been none for a while */
    void await(int bytes) throws IOException, JetStreamApiException, InterruptedException {
        left -= bytes;
        long before = Long.MAX_VALUE;
        long since = System.nanoTime();
        while (left < 0) {
            StreamInfo info = management.getStreamInfo(stream);
            long maxBytes = info.getConfiguration().getMaxBytes();
            long stored = info.getStreamState().getByteCount();
            long free = maxBytes <= 0 ? Long.MAX_VALUE : maxBytes / 2 - stored;
            if (free > bytes) {
                // Others write too: it is looked at again before half of what is free is used.
                left = free / 2;
                return;
            }
            if (stored < before) {
                before = stored;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new IOException("the retry stream is half full and does not empty: is the delivery plane running,"
                        + " and do the destinations take events?");
            }
            Thread.sleep(PAUSE);
        }
    }
}
