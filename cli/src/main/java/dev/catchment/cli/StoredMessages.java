package dev.catchment.cli;

import io.nats.client.Connection;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.OrderedConsumerContext;
import io.nats.client.api.OrderedConsumerConfiguration;
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
        OrderedConsumerContext consumer = connection
                .getStreamContext(stream)
                .createOrderedConsumer(new OrderedConsumerConfiguration().filterSubject(subject));
        try (IterableConsumer messages = consumer.iterate()) {
            long pending = 1;
            while (pending > 0) {
                Message message = messages.nextMessage(PATIENCE);
                if (message == null) {
                    throw new IOException("NATS sent nothing for " + PATIENCE.toSeconds() + " s: is it overloaded?");
                }
                reader.read(message);
                pending = message.metaData().pendingCount();
            }
        } catch (JetStreamStatusCheckedException e) {
            throw new IOException("reading " + stream + " was cut off: " + e.getMessage(), e);
        } catch (IOException | JetStreamApiException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("reading " + stream + " did not end cleanly: " + e.getMessage(), e);
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
