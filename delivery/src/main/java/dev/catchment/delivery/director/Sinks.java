package dev.catchment.delivery.director;

import dev.catchment.delivery.lane.Lane;
import dev.catchment.delivery.lane.Sink;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The sinks of a partition, found by the sources they want, so that a frame touches no one whom it does not concern. */
final class Sinks {
    private final ConcurrentSkipListMap<String, Sink> all = new ConcurrentSkipListMap<>();
    private final Map<String, List<Sink>> bySource = new HashMap<>();

    Collection<Sink> all() {
        return all.values();
    }

    Optional<Sink> get(String name) {
        return Optional.ofNullable(all.get(name));
    }

    synchronized void put(Sink sink) {
        all.put(sink.name(), sink);
        bySource.clear();
    }

    synchronized Optional<Sink> remove(String name) {
        Sink gone = all.remove(name);
        bySource.clear();
        return Optional.ofNullable(gone);
    }

    /** Some sink's sources are others now. */
    synchronized void sourcesChanged() {
        bySource.clear();
    }

    /** Those that want something from one of these sources. */
    synchronized Collection<Sink> wanting(Collection<String> sources) {
        if (sources.size() == 1) {
            return wanting(sources.iterator().next());
        }
        Map<String, Sink> wanting = new LinkedHashMap<>();
        for (String source : sources) {
            wanting(source).forEach(sink -> wanting.put(sink.name(), sink));
        }
        return wanting.values();
    }

    private List<Sink> wanting(String source) {
        return bySource.computeIfAbsent(
                source,
                s -> all.values().stream().filter(sink -> sink.wantsSource(s)).toList());
    }

    /** The live sink that holds the live reader back: the one with the lowest open event. */
    Optional<Sink> holdingBack() {
        return all.values().stream()
                .filter(sink -> sink.lane() == Lane.LIVE && sink.waiting().isPositive())
                .min(Comparator.comparingLong(Sink::lowest));
    }
}
