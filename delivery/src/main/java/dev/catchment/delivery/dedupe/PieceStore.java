package dev.catchment.delivery.dedupe;

import dev.catchment.contract.Subjects;
import io.nats.client.Connection;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.PurgeOptions;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.OrderedConsumerConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pieces of one partition's duplicate index in the dedupe stream. Reading one twice does no harm. */
public final class PieceStore {
    private static final Logger LOG = LoggerFactory.getLogger(PieceStore.class);
    private static final int NOT_FOUND = 404;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Connection connection;
    private final String stream;
    private final String subject;

    public PieceStore(Connection connection, Subjects names, int partition) {
        this.connection = connection;
        this.stream = names.dedupeStream();
        this.subject = names.dedupeSubject(partition);
    }

    void write(Piece piece) throws IOException, JetStreamApiException {
        connection.jetStream().publish(subject, piece.encode());
    }

    /** @return end of the last piece; 0 if there is none */
    long readSince(Instant time, DedupeIndex into) throws IOException, JetStreamApiException, InterruptedException {
        MessageInfo last = last();
        if (last == null) {
            return 0;
        }
        if (!last.getTime().toInstant().isBefore(time)) {
            read(
                    new OrderedConsumerConfiguration()
                            .deliverPolicy(DeliverPolicy.ByStartTime)
                            .startTime(time.atZone(ZoneOffset.UTC)),
                    last.getSeq(),
                    into);
        }
        try {
            return Piece.decode(last.getData()).end();
        } catch (IllegalArgumentException e) {
            return 0; // reported when it was taken
        }
    }

    void readAll(DedupeIndex into) throws IOException, JetStreamApiException, InterruptedException {
        MessageInfo last = last();
        if (last != null) {
            read(new OrderedConsumerConfiguration().deliverPolicy(DeliverPolicy.All), last.getSeq(), into);
        }
    }

    private void read(OrderedConsumerConfiguration from, long last, DedupeIndex into)
            throws IOException, JetStreamApiException, InterruptedException {
        IterableConsumer consumer = connection
                .getStreamContext(stream)
                .createOrderedConsumer(from.filterSubject(subject))
                .iterate();
        try {
            long sequence = 0;
            while (sequence < last) {
                Message message = consumer.nextMessage(PATIENCE);
                if (message == null) {
                    throw new IOException("the duplicate index could not be read to its end: is NATS reachable?");
                }
                take(message, into);
                sequence = message.metaData().streamSequence();
            }
        } catch (JetStreamStatusCheckedException e) {
            throw new IOException("reading " + stream + " failed: " + e.getMessage(), e);
        } finally {
            consumer.stop();
        }
    }

    private static void take(Message message, DedupeIndex into) {
        try {
            take(Piece.decode(message.getData()), into);
        } catch (IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("subject", message.getSubject())
                    .addKeyValue("sequence", message.metaData().streamSequence())
                    .log("{}: repeated events of its time may be delivered twice", e.getMessage());
        }
    }

    private static void take(Piece piece, DedupeIndex into) {
        long[] entries = piece.entries();
        for (int i = 0; i < entries.length; i += Piece.ENTRY_LONGS) {
            into.put(entries[i], entries[i + 1], entries[i + 2], piece.storedMillis());
        }
    }

    private @Nullable MessageInfo last() throws IOException, JetStreamApiException {
        try {
            return connection.jetStreamManagement().getLastMessage(stream, subject);
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != NOT_FOUND) {
                throw e;
            }
            return null;
        }
    }

    void purgeBefore(Instant time) throws IOException, JetStreamApiException {
        JetStreamManagement management = connection.jetStreamManagement();
        try {
            long sequence = management
                    .getFirstMessage(stream, time.atZone(ZoneOffset.UTC), subject)
                    .getSeq();
            management.purgeStream(
                    stream,
                    PurgeOptions.builder().subject(subject).sequence(sequence).build());
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != NOT_FOUND) {
                throw e;
            }
        }
    }

    void clear() throws IOException, JetStreamApiException {
        connection.jetStreamManagement().purgeStream(stream, PurgeOptions.subject(subject));
    }
}
