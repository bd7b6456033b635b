package dev.catchment.delivery.retry;

import dev.catchment.contract.undelivered.Origin;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where one destination's events in the retry tiers came from, as found at a take-over. The former director may have
 * written a record and died before its checkpoint: then the place still calls the event open, and it must not be sent
 * from there too.
 *
 * @param positions in the log, packed
 * @param sequences of former records in the retry stream
 */
public record Moved(Set<Long> positions, Set<Long> sequences) {
    public static final Moved NOTHING = new Moved(Set.of(), Set.of());

    static Moved of(Collection<Origin> origins) {
        Set<Long> positions = new HashSet<>();
        Set<Long> sequences = new HashSet<>();
        for (Origin origin : List.copyOf(origins)) {
            switch (origin) {
                case Origin.Log(var position) -> positions.add(position.packed());
                case Origin.Tier(long sequence) -> sequences.add(sequence);
                case Origin.Letter letter -> {}
            }
        }
        return new Moved(positions, sequences);
    }
}
