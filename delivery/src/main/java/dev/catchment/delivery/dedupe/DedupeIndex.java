package dev.catchment.delivery.dedupe;

import dev.catchment.contract.Hash128;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The first position of every message key of the last while, one table per hour of the broker's clock, so that what is
 * too old goes in one piece. An event is a duplicate only if its key's first position is lower than its own: reading
 * the log again makes nobody a duplicate of himself.
 */
public final class DedupeIndex {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final TreeMap<Long, PositionTable> hours = new TreeMap<>();

    /** Remembers the position if the key has no lower one, and says which is the lowest. */
    synchronized long lowest(Hash128 key, long position, Instant stored) {
        long known = find(key.high(), key.low());
        if (known == 0 || position < known) {
            put(key.high(), key.low(), position, stored.toEpochMilli());
            return position;
        }
        return known;
    }

    synchronized void put(long high, long low, long position, long storedMillis) {
        hours.computeIfAbsent(storedMillis / HOUR, h -> new PositionTable()).putLowest(high, low, position);
    }

    /** Whether the key is known from a lower position. */
    public synchronized boolean duplicate(Hash128 key, long position) {
        long known = find(key.high(), key.low());
        return known != 0 && known < position;
    }

    /** Forgets hours that ended before this time. */
    synchronized void forgetBefore(Instant time) {
        hours.headMap(time.toEpochMilli() / HOUR).clear();
    }

    /** Forgets positions that the log no longer has. */
    synchronized void forgetFrom(long position) {
        hours.replaceAll((hour, table) -> table.below(position));
    }

    public synchronized long size() {
        return hours.values().stream().mapToLong(PositionTable::size).sum();
    }

    public synchronized long bytes() {
        return hours.values().stream().mapToLong(PositionTable::bytes).sum();
    }

    private long find(long high, long low) {
        long lowest = 0;
        for (Map.Entry<Long, PositionTable> hour : hours.descendingMap().entrySet()) {
            long position = hour.getValue().get(high, low);
            if (position != 0 && (lowest == 0 || position < lowest)) {
                lowest = position;
            }
        }
        return lowest;
    }
}
