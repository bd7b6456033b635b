package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.Position;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.frame.Frame;
import dev.catchment.contract.frame.FrameException;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.Origin;
import dev.catchment.contract.undelivered.RetryRecord;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.StoredShard;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.delivery.mark.StoredTier;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Says of every accepted event where it is now, from what lies in the broker alone: log, checkpoints, retries and dead
 * letters. A destination must be older than the log's first event, and the log must be kept.
 */
final class Accounting {
    private static final int SHARDS = 16;

    private final List<Account> accounts = new ArrayList<>();

    /**
     * One destination over all partitions.
     *
     * @param accepted events in the log that are its own and not repeated
     * @param waiting those of them that its mark has not passed
     * @param letters that lie among the dead letters, or are re-driven now
     * @param records in the retry stream that are not resolved
     * @param gone frames that the log has lost
     */
    record Account(
            String destination, long accepted, Counts counts, long waiting, long letters, long records, long gone) {
        long filtered() {
            return counts.filtered().values().stream().mapToLong(n -> n).sum();
        }

        long deadLettersNow() {
            return counts.deadLettered() - counts.redriven();
        }

        long lost() {
            return accepted - sum();
        }

        long sum() {
            return counts.delivered()
                    + filtered()
                    + counts.disabled()
                    + deadLettersNow()
                    + counts.discarded()
                    + counts.retrying()
                    + waiting;
        }
    }

    private Accounting() {}

    static Accounting of(Connection connection, Subjects names, int partitions, Collection<DestinationDocument> of)
            throws IOException, JetStreamApiException {
        Accounting accounting = new Accounting();
        Map<String, Set<Long>> letters = letters(connection, names);
        Map<String, Integer> records = records(connection, names, connection.keyValue(names.stateBucket()), letters);
        for (DestinationDocument destination : of) {
            String name = destination.name();
            Account account = new Account(
                    name,
                    0,
                    Counts.NONE,
                    0,
                    letters.getOrDefault(name, Set.of()).size(),
                    records.getOrDefault(name, 0),
                    0);
            for (int partition = 0; partition < partitions; partition++) {
                account = plus(account, partition, connection, names, destination);
            }
            accounting.accounts.add(account);
        }
        return accounting;
    }

    List<Account> accounts() {
        return accounts;
    }

    private static Account plus(
            Account so, int partition, Connection connection, Subjects names, DestinationDocument destination)
            throws IOException, JetStreamApiException {
        KeyValue state = connection.keyValue(names.stateBucket());
        StoredSink sink = stored(state, partition, so.destination());
        Mark mark = sink.mark();
        long accepted = 0;
        long waiting = 0;
        Set<Key> seen = new HashSet<>();
        String stream = names.logStream(partition);
        StreamState log = connection.jetStreamManagement().getStreamInfo(stream).getStreamState();
        for (long sequence = Math.max(1, log.getFirstSequence()); sequence <= log.getLastSequence(); sequence++) {
            Frame frame = frame(connection.jetStreamManagement().getMessage(stream, sequence));
            for (int i = 0; i < frame.count(); i++) {
                boolean first = seen.add(new Key(frame.messageKey(i)));
                if (first && destination.sources().covers(frame.source(i))) {
                    accepted++;
                    waiting += open(mark, new Position(sequence, i).packed()) ? 1 : 0;
                }
            }
        }
        KeyValueEntry lease = state.get(Subjects.leaseKey(partition));
        long gone = lease == null
                ? 0
                : ContractJson.DOCUMENTS
                        .readTree(lease.getValue())
                        .path("dataLoss")
                        .path("frames")
                        .asLong();
        return new Account(
                so.destination(),
                so.accepted() + accepted,
                sum(so.counts(), sink.counts()),
                so.waiting() + waiting,
                so.letters(),
                so.records(),
                so.gone() + gone);
    }

    private record Key(long high, long low) {
        Key(Hash128 hash) {
            this(hash.high(), hash.low());
        }
    }

    private static boolean open(Mark mark, long position) {
        return position >= mark.next() || Arrays.binarySearch(mark.open(), position) >= 0;
    }

    private static Frame frame(MessageInfo message) throws IOException {
        try {
            return Frame.decode(message.getData());
        } catch (FrameException e) {
            throw new IOException("frame " + message.getSeq() + " of the log cannot be read", e);
        }
    }

    private static StoredSink stored(KeyValue state, int partition, String name)
            throws IOException, JetStreamApiException {
        for (int shard = 0; shard < SHARDS; shard++) {
            KeyValueEntry entry = state.get(Subjects.marksKey(partition, shard));
            if (entry != null) {
                StoredSink sink = StoredShard.parse(entry.getValue()).sinks().get(name);
                if (sink != null) {
                    return sink;
                }
            }
        }
        return StoredSink.of(Mark.at(Position.START), Counts.NONE, "absent", null);
    }

    private static Counts sum(Counts a, Counts b) {
        var filtered = new TreeMap<>(a.filtered());
        b.filtered().forEach((reason, n) -> filtered.merge(reason, n, Long::sum));
        return new Counts(
                a.delivered() + b.delivered(),
                a.disabled() + b.disabled(),
                a.deadLettered() + b.deadLettered(),
                a.redriven() + b.redriven(),
                a.discarded() + b.discarded(),
                a.retrying() + b.retrying(),
                a.failedAttempts() + b.failedAttempts(),
                a.retried() + b.retried(),
                filtered);
    }

    /** Sequences of dead letters, by destination; those under way back to their destination are among them. */
    private static Map<String, Set<Long>> letters(Connection connection, Subjects names)
            throws IOException, JetStreamApiException {
        Map<String, Set<Long>> letters = new HashMap<>();
        for (MessageInfo message : messages(connection, names.deadLetterStream())) {
            if (!message.getSubject().equals(names.deadLetterSubject("_log"))) {
                letters.computeIfAbsent(DeadLetter.parse(message.getData()).destination(), d -> new HashSet<>())
                        .add(message.getSeq());
            }
        }
        return letters;
    }

    /** Counts the records that their destination has not resolved; one that is re-driven is a dead letter until then. */
    private static Map<String, Integer> records(
            Connection connection, Subjects names, KeyValue state, Map<String, Set<Long>> letters)
            throws IOException, JetStreamApiException {
        Map<String, Integer> records = new HashMap<>();
        for (MessageInfo message : messages(connection, names.retryStream())) {
            RetryRecord record = RetryRecord.parse(message.getData());
            RetryTier tier = tier(names, record.partition(), message.getSubject());
            StoredSink sink = stored(state, record.partition(), record.destination());
            StoredTier mark = sink.tiers() == null ? null : sink.tiers().get(tier.token());
            if (mark == null || open(mark.mark(), message.getSeq())) {
                Origin origin = Origin.parse(message.getHeaders().getFirst(RetryRecord.ORIGIN));
                if (origin instanceof Origin.Letter(long sequence)) {
                    letters.computeIfAbsent(record.destination(), d -> new HashSet<>())
                            .add(sequence);
                } else {
                    records.merge(record.destination(), 1, Integer::sum);
                }
            }
        }
        return records;
    }

    private static RetryTier tier(Subjects names, int partition, String subject) {
        return Stream.of(RetryTier.FIRST, RetryTier.SECOND, RetryTier.LAST)
                .filter(tier -> names.retrySubject(partition, tier).equals(subject))
                .findFirst()
                .orElse(RetryTier.REDRIVE);
    }

    private static List<MessageInfo> messages(Connection connection, String stream)
            throws IOException, JetStreamApiException {
        List<MessageInfo> messages = new ArrayList<>();
        StreamState state =
                connection.jetStreamManagement().getStreamInfo(stream).getStreamState();
        for (long sequence = Math.max(1, state.getFirstSequence()); sequence <= state.getLastSequence(); sequence++) {
            try {
                messages.add(connection.jetStreamManagement().getMessage(stream, sequence));
            } catch (JetStreamApiException e) {
                if (e.getErrorCode() != 404) {
                    throw e;
                }
            }
        }
        return messages;
    }

    /**
     * Asserts that nothing is missing and nothing counted twice.
     *
     * @param received messageIds by destination, as their servers have them
     */
    void assertBalanced(String title, Map<String, List<String>> received) {
        for (Account account : accounts) {
            String name = account.destination();
            assertThat(account.sum()).as("%s: %s", title, name).isEqualTo(account.accepted());
            assertThat(account.letters())
                    .as("%s: dead letters of %s", title, name)
                    .isEqualTo(account.deadLettersNow());
            assertThat(account.records())
                    .as("%s: retry records of %s", title, name)
                    .isEqualTo(account.counts().retrying());
            if (received.containsKey(name)) {
                assertThat(new HashSet<>(received.get(name)).size())
                        .as("%s: events that %s has", title, name)
                        .isEqualTo((int) account.counts().delivered());
            }
        }
    }

    /** The same against what the writers know that was accepted, for a log that has lost some of it. */
    Accounting against(long accepted) {
        Accounting other = new Accounting();
        accounts.forEach(account -> other.accounts.add(new Account(
                account.destination(),
                accepted,
                account.counts(),
                account.waiting(),
                account.letters(),
                account.records(),
                account.gone())));
        return other;
    }

    /**
     * Asserts that whatever was accepted and is nowhere now is known to be gone.
     *
     * @param lost events by destination: in the log no more, and never resolved
     */
    void assertLost(String title, Map<String, Long> lost) {
        for (Account account : accounts) {
            assertThat(account.lost())
                    .as("%s: lost for %s", title, account.destination())
                    .isEqualTo(lost.getOrDefault(account.destination(), 0L));
            assertThat(account.gone())
                    .as("%s: frames that DataLoss names", title)
                    .isPositive();
        }
    }

    /** One line per destination. */
    String table(String title, Map<String, List<String>> received) {
        StringBuilder table = new StringBuilder();
        table.append("[accounting] ").append(title).append('\n');
        String format = "  %-22s %9s = %9s %9s %9s %9s %9s %9s %9s   %9s %9s   %s%n";
        table.append(format.formatted(
                "destination",
                "accepted",
                "delivered",
                "filtered",
                "disabled",
                "dead",
                "discarded",
                "retrying",
                "waiting",
                "received",
                "repeated",
                "verdict"));
        for (Account account : accounts) {
            List<String> ids = received.getOrDefault(account.destination(), List.of());
            long distinct = new HashSet<>(ids).size();
            table.append(format.formatted(
                    account.destination(),
                    account.accepted(),
                    account.counts().delivered(),
                    account.filtered(),
                    account.counts().disabled(),
                    account.deadLettersNow(),
                    account.counts().discarded(),
                    account.counts().retrying(),
                    account.waiting(),
                    distinct,
                    ids.size() - distinct,
                    verdict(account)));
        }
        return table.toString();
    }

    private static String verdict(Account account) {
        String loss = account.gone() == 0 ? "" : "; DataLoss: " + account.gone() + " frames";
        if (account.lost() == 0) {
            return "fits" + loss;
        }
        boolean named = account.lost() > 0 && account.gone() > 0;
        return (named ? account.lost() + " lost" : "OFF BY " + -account.lost()) + loss;
    }
}
