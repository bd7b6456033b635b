package dev.catchment.delivery.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When the frames of a partition were stored, so that a destination that waits far back can be said to wait since then.
 * Of what is read at the head it keeps a sample every {@link #GRAIN}; of a frame further back, which nobody has read
 * since the start, it learns the time from whoever looks it up, once.
 */
public final class FrameTimes {
    /** How much too early a time may be. */
    public static final Duration GRAIN = Duration.ofSeconds(10);

    private static final int MOST_SAMPLES = 10_000;
    private static final int MOST_WANTED = 1_000;

    private final TreeMap<Long, Instant> samples = new TreeMap<>();
    private final Map<Long, Instant> found = new HashMap<>();
    private final TreeSet<Long> wanted = new TreeSet<>();

    /** The frame was read at the head, where none is left out. */
    public synchronized void read(long frame, Instant stored) {
        Map.Entry<Long, Instant> last = samples.lastEntry();
        if (last == null || !stored.isBefore(last.getValue().plus(GRAIN))) {
            samples.put(frame, stored);
            if (samples.size() > MOST_SAMPLES) {
                thin();
            }
        }
    }

    /** When the frame was stored, or up to {@link #GRAIN} before; empty: not known yet, it is {@link #wanted()} now. */
    public synchronized Optional<Instant> at(long frame) {
        Map.Entry<Long, Instant> sample = samples.floorEntry(frame);
        if (sample != null) {
            return Optional.of(sample.getValue());
        }
        Instant lookedUp = found.get(frame);
        if (lookedUp == null && wanted.size() < MOST_WANTED) {
            wanted.add(frame);
        }
        return Optional.ofNullable(lookedUp);
    }

    /** Frames whose time was asked for and is not known, the first ones first. */
    public synchronized List<Long> wanted() {
        return new ArrayList<>(wanted);
    }

    public synchronized void found(long frame, Instant stored) {
        wanted.remove(frame);
        if (found.size() >= MOST_SAMPLES) {
            found.clear();
        }
        found.put(frame, stored);
    }

    /** Nobody will ask for it again. */
    public synchronized void gone(long frame) {
        wanted.remove(frame);
    }

    /** Nobody needs the frames before this one any more. */
    public synchronized void forget(long before) {
        Long floor = samples.floorKey(before);
        if (floor != null) {
            samples.headMap(floor).clear();
        }
        found.keySet().removeIf(frame -> frame < before);
        wanted.headSet(before).clear();
    }

    /** The log was set back: there will be other frames from this one on. */
    public synchronized void setBack(long from) {
        samples.tailMap(from).clear();
        found.keySet().removeIf(frame -> frame >= from);
        wanted.tailSet(from).clear();
    }

    synchronized int size() {
        return samples.size() + found.size();
    }

    /** Somebody waits for days: of the older half every other sample will do. */
    private void thin() {
        List<Long> frames = new ArrayList<>(samples.keySet());
        for (int i = 1; i < frames.size() / 2; i += 2) {
            samples.remove(frames.get(i));
        }
    }
}
