package dev.catchment.cli;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Reads a stream once from its beginning to what is its end now, without a trace in the broker. */
final class StoredMessages {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private StoredMessages() {}

    interface Reader {
        void read(Message message) throws IOException;
    }

    /** @param subject which messages; {@code >} at its end stands for any */
    static void read(Connection connection, String stream, String subject, Reader reader)
            throws IOException, JetStreamApiException, InterruptedException {
        if (counts(connection, stream, subject).isEmpty()) {
            return;
        }
        JetStreamSubscription messages = connection
                .jetStream()
                .subscribe(
                        subject,
                        PushSubscribeOptions.builder().stream(stream)
                                .ordered(true)
                                .build());
        try {
            long pending = 1;
            while (pending > 0) {
                Message message = messages.nextMessage(PATIENCE);
                if (message == null) {
                    throw new IOException("NATS sent nothing for " + PATIENCE.toSeconds() + " s: is it overloaded?");
                }
                reader.read(message);
                pending = message.metaData().pendingCount();
            }
        } finally {
            messages.unsubscribe();
        }
    }

    /** How many messages a stream holds by subject. */
    static Map<String, Long> counts(Connection connection, String stream, String subject)
            throws IOException, JetStreamApiException {
        StreamInfo info = connection
                .jetStreamManagement()
                .getStreamInfo(
                        stream,
                        StreamInfoOptions.builder().filterSubjects(subject).build());
        return info.getStreamState().getSubjectMap();
    }
}
