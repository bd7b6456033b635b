package dev.catchment.cli;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a stream once, as far as it goes now, without a trace in the broker. */
final class StoredMessages {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private StoredMessages() {}

    interface Reader {
        void read(Message message) throws IOException, JetStreamApiException, InterruptedException;
    }

    /**
     * When messages were stored, by the broker's clock.
     *
     * @param since earliest; absent: from the beginning
     * @param until the first that is too late; absent: to the end
     */
    record Span(@Nullable Instant since, @Nullable Instant until) {
        static final Span ALL = new Span(null, null);

        /** The broker takes a start beyond the year 2262 for one in the past. */
        private boolean hasBegun(Message message) {
            return since == null || !message.metaData().timestamp().toInstant().isBefore(since);
        }

        private boolean isOver(Message message) {
            return until != null && !message.metaData().timestamp().toInstant().isBefore(until);
        }
    }

    /** @param subject which messages; {@code >} at its end stands for any */
    static void read(Connection connection, String stream, String subject, Reader reader)
            throws IOException, JetStreamApiException, InterruptedException {
        read(connection, stream, List.of(subject), Span.ALL, reader);
    }

    static void read(Connection connection, String stream, List<String> subjects, Span span, Reader reader)
            throws IOException, JetStreamApiException, InterruptedException {
        StreamState state =
                connection.jetStreamManagement().getStreamInfo(stream).getStreamState();
        if (state.getMsgCount() == 0) {
            return;
        }
        ConsumerConfiguration.Builder wanted = ConsumerConfiguration.builder().filterSubjects(subjects);
        if (span.since() != null) {
            wanted.deliverPolicy(DeliverPolicy.ByStartTime)
                    .startTime(span.since().atZone(ZoneOffset.UTC));
        }
        JetStreamSubscription messages = connection
                .jetStream()
                .subscribe(
                        null,
                        PushSubscribeOptions.builder().stream(stream)
                                .ordered(true)
                                .configuration(wanted.build())
                                .build());
        try {
            long pending = messages.getConsumerInfo().getCalculatedPending();
            while (pending > 0) {
                Message message = messages.nextMessage(PATIENCE);
                if (message == null) {
                    throw new IOException("NATS sent nothing for " + PATIENCE.toSeconds() + " s: is it overloaded?");
                }
                // What is stored from now on may never end: a reader may cause it.
                if (message.metaData().streamSequence() > state.getLastSequence() || span.isOver(message)) {
                    return;
                }
                if (span.hasBegun(message)) {
                    reader.read(message);
                }
                pending = message.metaData().pendingCount();
            }
        } finally {
            messages.unsubscribe();
        }
    }
}
