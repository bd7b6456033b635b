package dev.catchment.delivery.log;

import dev.catchment.contract.frame.Frame;
import dev.catchment.contract.frame.FrameException;
import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads frames in order from a position, without acknowledgements. Trusts no consumer: after every doubt (silence, a
 * jump, a reconnect, an error) it looks at the stream itself, compares it with what it had read, and starts a new
 * consumer. Not for several threads at once.
 */
public final class LogReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final int REREADS = 3;
    private static final int NOT_FOUND = 404;
    /**
     * Frames fetched ahead, 16 MB of full ones. Not a number of bytes: while a reader pauses, jnats 2.26.2 asks again
     * and again for the few bytes that the last pull left over, and keeps every refusal in memory.
     */
    private static final int PREFETCH = 32;

    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Connection connection;
    private final String stream;
    private final FrameBudget budget;
    private long next;
    private @Nullable SeenFrame before;
    private @Nullable IterableConsumer consumer;
    private long reconnects;
    private long heard;
    private boolean fresh;

    /**
     * @param next sequence of the first frame to read
     * @param before the frame before it, where it is known
     */
    public LogReader(Connection connection, String stream, long next, Optional<SeenFrame> before, FrameBudget budget) {
        this.connection = connection;
        this.stream = stream;
        this.next = next;
        this.before = before.orElse(null);
        this.budget = budget;
    }

    /** Sequence of the frame that the next read brings. */
    public long next() {
        return next;
    }

    /** Goes on at a later frame. */
    public void skipTo(long sequence) {
        close();
        next = sequence;
        before = null;
    }

    /**
     * @throws FrameException.UnknownVersion if the frame was written by a newer ingest; the reader stays where it is
     * @throws IOException if the broker cannot be reached; try again
     */
    public LogRead read(Duration patience)
            throws IOException, JetStreamApiException, InterruptedException, FrameException.UnknownVersion {
        if (consumer == null || reconnects != connection.getStatistics().getReconnects()) {
            Optional<LogMove> moved = open();
            if (moved.isPresent()) {
                return new LogRead.Moved(moved.get());
            }
        }
        Message message = nextMessage(patience);
        if (message == null) {
            closeIfBehind();
            return new LogRead.Nothing();
        }
        heard = System.nanoTime();
        long sequence = message.metaData().streamSequence();
        if (sequence < next) {
            return new LogRead.Nothing();
        }
        if (sequence > next) {
            close();
            // A consumer may have skipped some; a new one that begins behind them shows that they are gone.
            return fresh ? new LogRead.Moved(moveTo(new LogMove.Gap(next, sequence), sequence)) : new LogRead.Nothing();
        }
        fresh = false;
        return decode(message);
    }

    private LogRead decode(Message message) throws IOException, JetStreamApiException, FrameException.UnknownVersion {
        byte[] bytes = message.getData();
        for (int attempt = 0; ; attempt++) {
            try {
                Frame frame = Frame.decode(bytes);
                LogFrame read =
                        new LogFrame(next, message.metaData().timestamp().toInstant(), bytes.length, frame, budget);
                before = new SeenFrame(frame.id(), read.stored());
                next++;
                return new LogRead.Next(read);
            } catch (FrameException.Corrupt e) {
                if (attempt == REREADS) {
                    before = null;
                    return new LogRead.Damaged(next++, bytes, String.valueOf(e.getMessage()));
                }
                bytes = connection
                        .jetStreamManagement()
                        .getMessage(stream, next)
                        .getData();
            } catch (FrameException.UnknownVersion e) {
                close();
                throw e;
            } catch (FrameException e) {
                throw new IllegalStateException("every kind of it is handled above", e);
            }
        }
    }

    private @Nullable Message nextMessage(Duration patience) throws IOException, InterruptedException {
        IterableConsumer current = consumer;
        if (current == null) {
            return null;
        }
        try {
            return current.nextMessage(patience);
        } catch (JetStreamStatusCheckedException | IllegalStateException e) {
            close();
            throw new IOException("reading " + stream + " failed: " + e.getMessage(), e);
        }
    }

    /** Compares the log with what was read, and starts a consumer if nothing has changed. */
    private Optional<LogMove> open() throws IOException, JetStreamApiException {
        close();
        long seen = connection.getStatistics().getReconnects();
        StreamState state =
                connection.jetStreamManagement().getStreamInfo(stream).getStreamState();
        Optional<LogMove> moved = compare(state);
        if (moved.isPresent()) {
            return moved;
        }
        OrderedConsumerConfiguration from = new OrderedConsumerConfiguration()
                .deliverPolicy(DeliverPolicy.ByStartSequence)
                .startSequence(next);
        consumer = connection
                .getStreamContext(stream)
                .createOrderedConsumer(from)
                .iterate(ConsumeOptions.builder().batchSize(PREFETCH).build());
        reconnects = seen;
        fresh = true;
        heard = System.nanoTime();
        return Optional.empty();
    }

    private Optional<LogMove> compare(StreamState state) throws IOException, JetStreamApiException {
        long first = Math.max(1, state.getFirstSequence());
        long end = state.getLastSequence() + 1;
        if (end < next) {
            return Optional.of(setBack(end));
        }
        if (first > next) {
            return Optional.of(moveTo(new LogMove.Gap(next, first), first));
        }
        if (before != null && next > first && !before.id().equals(idOf(next - 1))) {
            return Optional.of(setBack(next - 1));
        }
        return Optional.empty();
    }

    /**
     * What was written after the last frame that was read is new, also below that frame's place: a log that was set back
     * may have grown again before anyone looked.
     *
     * @param to first frame that is known to be another one
     */
    private LogMove setBack(long to) throws IOException, JetStreamApiException {
        Instant seen = before == null ? null : before.stored();
        long grown = seen == null ? to : Math.min(to, firstAfter(seen, to));
        return moveTo(new LogMove.SetBack(next, grown), grown);
    }

    private long firstAfter(Instant stored, long none) throws IOException, JetStreamApiException {
        try {
            return connection
                    .jetStreamManagement()
                    .getFirstMessage(stream, stored.plusNanos(1).atZone(ZoneOffset.UTC))
                    .getSeq();
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != NOT_FOUND) {
                throw e;
            }
            return none;
        }
    }

    private LogMove moveTo(LogMove move, long sequence) {
        next = sequence;
        before = null;
        return move;
    }

    /** Null if the frame is gone or damaged, which makes it another one than the one that was read. */
    private @Nullable UUID idOf(long sequence) throws IOException, JetStreamApiException {
        try {
            byte[] bytes = connection
                    .jetStreamManagement()
                    .getMessage(stream, sequence)
                    .getData();
            return Frame.decode(bytes).id();
        } catch (FrameException e) {
            return null;
        }
    }

    /** A consumer that is silent although there is more is no good. */
    private void closeIfBehind() throws IOException, JetStreamApiException {
        if (System.nanoTime() - heard < SILENCE.toNanos()) {
            return;
        }
        heard = System.nanoTime();
        StreamState state =
                connection.jetStreamManagement().getStreamInfo(stream).getStreamState();
        if (state.getLastSequence() + 1 != next) {
            close();
        }
    }

    @Override
    public void close() {
        IterableConsumer old = consumer;
        consumer = null;
        if (old != null) {
            try {
                old.close();
            } catch (Exception e) {
                LOG.atDebug().addKeyValue("stream", stream).log("consumer closed late: {}", e.toString());
            }
        }
    }
}
