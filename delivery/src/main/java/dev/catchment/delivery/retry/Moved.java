package dev.catchment.delivery.retry;

import dev.catchment.contract.undelivered.Origin;
import dev.catchment.contract.undelivered.RetryRecord;
import dev.catchment.contract.undelivered.RetryTier;
import io.nats.client.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one destination has in the retry tiers, as found at a take-over. The former director may have written a record
 * and died before its checkpoint: then the place that the event came from still calls it open, and it must not be sent
 * from there too.
 */
public final class Moved {
    private final Set<Long> positions = new HashSet<>();
    private final Set<Long> sequences = new HashSet<>();
    private final List<Waiting> records = new ArrayList<>();

    /** A record, and when its event was received, in milliseconds since 1970. */
    public record Waiting(RetryTier tier, long sequence, long receivedMillis) {}

    void add(Message record, RetryTier tier) throws IOException {
        switch (Origin.parse(RetryStore.header(record.getHeaders(), RetryRecord.ORIGIN))) {
            case Origin.Log(var position) -> positions.add(position.packed());
            case Origin.Tier(long sequence) -> sequences.add(sequence);
            case Origin.Letter letter -> {
                return; // it counts as a dead letter until its attempt is over
            }
        }
        String received = record.getHeaders().getFirst(RetryRecord.RECEIVED);
        if (received != null) {
            records.add(new Waiting(tier, record.metaData().streamSequence(), Long.parseLong(received)));
        }
    }

    /** Positions in the log, packed, whose events are in a tier. */
    public Set<Long> positions() {
        return positions;
    }

    /** Sequences in the retry stream of records whose events have gone on to another tier. */
    public Set<Long> sequences() {
        return sequences;
    }

    /** Those whose events have not gone on; some may be done with. */
    public List<Waiting> waiting() {
        return records.stream()
                .filter(record -> !sequences.contains(record.sequence()))
                .toList();
    }
}
