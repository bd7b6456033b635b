package dev.catchment.delivery.retry;

import dev.catchment.contract.Subjects;
import dev.catchment.contract.undelivered.Origin;
import dev.catchment.contract.undelivered.RetryRecord;
import dev.catchment.contract.undelivered.RetryTier;
import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.PurgeOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One partition's part of the retry stream. */
public final class RetryStore {
    private static final Logger LOG = LoggerFactory.getLogger(RetryStore.class);
    private static final int NOT_FOUND = 404;
    /** No message found, sequence not found, and a delete that failed because of either. */
    private static final Set<Integer> GONE = Set.of(10037, 10043, 10057);

    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Connection connection;
    private final JetStreamManagement management;
    private final Subjects names;
    private final int partition;
    private final long epoch;
    private final Function<RetryTier, Duration> delays;

    /**
     * @param epoch of the director that writes
     * @param delays of the tiers: {@link RetryTier#delay()}
     */
    public RetryStore(
            Connection connection, Subjects names, int partition, long epoch, Function<RetryTier, Duration> delays)
            throws IOException {
        this.connection = connection;
        this.management = connection.jetStreamManagement();
        this.names = names;
        this.partition = partition;
        this.epoch = epoch;
        this.delays = delays;
    }

    /** Whose director writes here. */
    public long epoch() {
        return epoch;
    }

    /** How long an event waits in a tier. */
    public Duration delay(RetryTier tier) {
        return delays.apply(tier);
    }

    /** Stores a record once, however often it is written within two minutes. */
    public void append(RetryRecord record, RetryTier tier, Origin origin) throws IOException, JetStreamApiException {
        Headers headers = new Headers()
                .add(RetryRecord.DESTINATION, record.destination())
                .add(RetryRecord.ORIGIN, origin.toString())
                .add(RetryRecord.EPOCH, Long.toString(record.epoch()))
                .add(
                        RetryRecord.RECEIVED,
                        Long.toString(Instant.parse(record.receivedAt()).toEpochMilli()));
        connection
                .jetStream()
                .publish(
                        names.retrySubject(partition, tier),
                        headers,
                        record.toJson(),
                        PublishOptions.builder()
                                .messageId(record.destination() + "/" + partition + "/" + origin)
                                .build());
    }

    /** The first record of a tier from this sequence on; empty if there is none. */
    public Optional<RetryEntry> next(RetryTier tier, long sequence) throws IOException, JetStreamApiException {
        long from = sequence;
        while (true) {
            Optional<MessageInfo> message = next(names.retrySubjects(partition, tier), from);
            if (message.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(entry(tier, message.get()));
            } catch (IOException e) {
                // Written by a newer version or by hand: it stays, and whoever can read it will.
                LOG.atError()
                        .addKeyValue("partition", partition)
                        .addKeyValue("sequence", message.get().getSeq())
                        .log("retry record cannot be read: {}", e.getMessage());
                from = message.get().getSeq() + 1;
            }
        }
    }

    private Optional<MessageInfo> next(String subject, long sequence) throws IOException, JetStreamApiException {
        try {
            return Optional.of(management.getNextMessage(names.retryStream(), sequence, subject));
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != NOT_FOUND) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private RetryEntry entry(RetryTier tier, MessageInfo message) throws IOException {
        Headers headers = message.getHeaders();
        return new RetryEntry(
                message.getSeq(),
                tier,
                message.getTime().toInstant().plus(delay(tier)),
                Origin.parse(header(headers, RetryRecord.ORIGIN)),
                message.getData().length,
                headers.containsKey(RetryRecord.WHOLE_LETTER),
                RetryRecord.parse(message.getData()));
    }

    /**
     * What lies in the tiers at a take-over.
     *
     * @param last sequence of the stream: what comes later was not there
     */
    public record Found(long last, Map<String, Moved> byDestination) {
        public Moved of(String destination) {
            return byDestination.getOrDefault(destination, new Moved());
        }
    }

    /** Reads the headers of all records. */
    public Found scan() throws IOException, JetStreamApiException, InterruptedException {
        long last =
                management.getStreamInfo(names.retryStream()).getStreamState().getLastSequence();
        if (next(names.retrySubjects(partition), 1).isEmpty()) {
            return new Found(last, Map.of());
        }
        Map<String, Moved> found = new HashMap<>();
        OrderedConsumerConfiguration headers = new OrderedConsumerConfiguration()
                .filterSubject(names.retrySubjects(partition))
                .headersOnly(true);
        IterableConsumer consumer = connection
                .getStreamContext(names.retryStream())
                .createOrderedConsumer(headers)
                .iterate(ConsumeOptions.builder().batchSize(1000).build());
        try {
            long left = 1;
            while (left > 0) {
                Message message = consumer.nextMessage(SILENCE);
                if (message == null) {
                    throw new IOException("reading " + names.retryStream() + " does not go on");
                }
                left = message.metaData().streamSequence() >= last
                        ? 0
                        : message.metaData().pendingCount();
                found.computeIfAbsent(header(message.getHeaders(), RetryRecord.DESTINATION), d -> new Moved())
                        .add(message, tier(message.getSubject()));
            }
        } catch (JetStreamStatusCheckedException e) {
            throw new IOException("reading " + names.retryStream() + " failed: " + e.getMessage(), e);
        } finally {
            consumer.stop();
        }
        return new Found(last, found);
    }

    private RetryTier tier(String subject) {
        return Stream.of(RetryTier.FIRST, RetryTier.SECOND, RetryTier.LAST)
                .filter(tier -> subject.equals(names.retrySubject(partition, tier)))
                .findFirst()
                .orElse(RetryTier.REDRIVE);
    }

    static String header(Headers headers, String name) throws IOException {
        String value = headers == null ? null : headers.getFirst(name);
        if (value == null) {
            throw new IOException("a retry record has no header " + name);
        }
        return value;
    }

    /** Removes a record that no director may act on. */
    public void remove(long sequence) throws IOException, JetStreamApiException {
        remove(names.retryStream(), sequence);
    }

    /** Removes the records of a tier below this sequence: all of them are resolved. */
    public void purge(RetryTier tier, long below) throws IOException, JetStreamApiException {
        management.purgeStream(
                names.retryStream(),
                PurgeOptions.builder()
                        .subject(names.retrySubjects(partition, tier))
                        .sequence(below)
                        .build());
    }

    /** A dead letter that was re-driven is one no longer. */
    public void removeLetter(long sequence) throws IOException, JetStreamApiException {
        remove(names.deadLetterStream(), sequence);
    }

    private void remove(String stream, long sequence) throws IOException, JetStreamApiException {
        try {
            management.deleteMessage(stream, sequence, false);
        } catch (JetStreamApiException e) {
            if (!GONE.contains(e.getApiErrorCode())) {
                throw e;
            }
        }
    }
}
