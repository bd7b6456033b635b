package dev.catchment.delivery.director;

import dev.catchment.contract.Position;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.Removal;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.delivery.mark.StoredTier;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Checkpoints of destinations that the plan does not hold. The log is kept for each of them for a while, in case the
 * name comes back; then its backlog is given up, and what remains is the count of it, for a month. By the broker's
 * clock.
 */
final class RemovedBacklogs {
    private static final Duration COUNT_KEPT = Duration.ofDays(30);

    private final Map<String, StoredSink> sinks;
    private final long keptMillis;
    private final Consumer<String> changed;

    /** A backlog under its destination's name. */
    record Backlog(String name, StoredSink sink) {
        long lowest() {
            return Position.ofPacked(sink.mark().lowest()).frame();
        }
    }

    /**
     * @param unclaimed what the former owner stored
     * @param changed told the names whose checkpoint must be stored again
     */
    RemovedBacklogs(Map<String, StoredSink> unclaimed, Duration kept, Consumer<String> changed) {
        this.sinks = new TreeMap<>(unclaimed);
        this.keptMillis = kept.toMillis();
        this.changed = changed;
    }

    /** The destination has left the plan. */
    synchronized void add(String name, StoredSink sink, long head) {
        sinks.put(name, sink.removed(removal(head)));
        changed.accept(name);
    }

    /** Whatever was not reclaimed has left the plan while nobody owned the partition. */
    synchronized void seal(long head) {
        sinks.replaceAll((name, sink) -> sink.removal() == null ? sink.removed(removal(head)) : sink);
    }

    private static Removal removal(long head) {
        return new Removal(null, new Position(head, 0).toString(), null);
    }

    /** The checkpoint under this name, if the name is back; one whose backlog was given up begins at the head. */
    synchronized Optional<StoredSink> reclaim(String name, long head) {
        return Optional.ofNullable(sinks.remove(name))
                .map(sink -> sink.holdsLog()
                        ? sink
                        : sink.discarded(Mark.at(new Position(head, 0)), sink.counts(), sink.tiers()));
    }

    /** Those for which the log and the retry tiers are kept. */
    synchronized List<StoredSink> kept() {
        return sinks.values().stream().filter(StoredSink::holdsLog).toList();
    }

    synchronized SortedMap<String, StoredSink> shard(int shard) {
        SortedMap<String, StoredSink> found = new TreeMap<>();
        sinks.forEach((name, sink) -> {
            if (MarksStore.shardOf(name) == shard) {
                found.put(name, sink);
            }
        });
        return found;
    }

    /** The one that holds the log from furthest back. */
    synchronized Optional<Backlog> oldest() {
        return sinks.entrySet().stream()
                .filter(entry -> entry.getValue().holdsLog())
                .map(entry -> new Backlog(entry.getKey(), entry.getValue()))
                .min(Comparator.comparingLong(Backlog::lowest));
    }

    /** Notes when they were first looked at, and forgets counts that are a month old. */
    synchronized void look(Instant now) {
        long millis = now.toEpochMilli();
        sinks.entrySet().removeIf(entry -> {
            Removal removal = entry.getValue().removal();
            boolean old = removal != null
                    && removal.discarded() != null
                    && millis - removal.discarded() > COUNT_KEPT.toMillis();
            if (old) {
                changed.accept(entry.getKey());
            }
            return old;
        });
        sinks.replaceAll((name, sink) -> {
            Removal removal = sink.removal();
            if (removal == null || removal.seen() != null) {
                return sink;
            }
            changed.accept(name);
            return sink.removed(removal.seen(millis));
        });
    }

    /** One whose time is over. */
    synchronized Optional<Backlog> overdue(Instant now) {
        return sinks.entrySet().stream()
                .filter(entry -> entry.getValue().holdsLog())
                .filter(entry -> entry.getValue().removal() instanceof Removal(Long seen, String to, Long none)
                        && seen != null
                        && now.toEpochMilli() - seen > keptMillis)
                .map(entry -> new Backlog(entry.getKey(), entry.getValue()))
                .findFirst();
    }

    /**
     * Gives it up, unless the name is back meanwhile.
     *
     * @param counted its counts then
     * @param retries its marks in the retry tiers, behind every record that is there
     */
    synchronized boolean discard(Backlog backlog, Counts counted, SortedMap<String, StoredTier> retries, Instant now) {
        StoredSink sink = backlog.sink();
        Removal removal = sink.removal();
        if (removal == null || !sink.equals(sinks.get(backlog.name()))) {
            return false;
        }
        Mark end = Mark.at(Position.parse(removal.to()));
        sinks.put(backlog.name(), sink.discarded(end, counted, retries).removed(removal.discarded(now.toEpochMilli())));
        changed.accept(backlog.name());
        return true;
    }

    /** Events that were given up, by name. */
    synchronized Map<String, Long> discarded() {
        Map<String, Long> counts = new TreeMap<>();
        sinks.forEach((name, sink) -> {
            if (!sink.holdsLog()) {
                counts.put(name, sink.counts().discarded());
            }
        });
        return counts;
    }
}
