package dev.catchment.delivery.director;

import dev.catchment.contract.Position;
import dev.catchment.contract.undelivered.Origin;
import dev.catchment.delivery.director.StoredSuspects.Suspect;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.delivery.target.Suspects;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a director behaves whose forerunners crashed: whatever they may have had under way passes it alone, after its
 * name was stored. If this director dies too, its successor knows of what.
 *
 * <pre>
 * crashes in a row   1          2                3                      until all of it has passed, and a minute more
 *                    nothing    careful: names   the one named becomes  nothing
 *                                                a dead letter
 * </pre>
 */
final class Caution implements Suspects {
    static final int CONDEMN = 3;
    /** Events of one destination that pass alone: those that a director may have begun since its last checkpoint. */
    static final int WINDOW = 2_000;
    /** How long events pass alone after the first crash, and times the square of the crashes after more of them. */
    private static final Duration CAREFUL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Caution.class);

    private final int partition;
    private final long end;
    private final SuspectStore store;
    private final BooleanSupplier maySend;
    private final Map<String, Integer> passed = new ConcurrentHashMap<>();
    private final Semaphore one = new Semaphore(1, true);
    private final LongSupplier ticker;
    private final long until;
    private volatile List<Suspect> condemned;
    private volatile boolean careful;

    private Caution(
            int partition,
            long end,
            boolean careful,
            List<Suspect> condemned,
            SuspectStore store,
            BooleanSupplier maySend,
            LongSupplier ticker,
            int crashes) {
        this.partition = partition;
        this.end = end;
        this.careful = careful;
        this.condemned = List.copyOf(condemned);
        this.ticker = ticker;
        this.until = ticker.getAsLong()
                + CAREFUL.multipliedBy((long) crashes * crashes).toNanos();
        this.store = store;
        this.maySend = maySend;
    }

    /**
     * @param crashes in a row, up to this take-over
     * @param end packed position of what the former owner cannot have read
     * @param marks as they were found
     */
    static Caution takeOver(
            int partition,
            int crashes,
            long end,
            Map<String, StoredSink> marks,
            SuspectStore store,
            BooleanSupplier maySend,
            LongSupplier ticker)
            throws IOException, JetStreamApiException, LostLeaseException {
        StoredSuspects left = store.takeOver();
        List<Suspect> condemned = new ArrayList<>(left.condemned());
        Optional<Suspect> suspect = Optional.ofNullable(left.suspect()).filter(s -> !resolved(s, marks));
        store.name(suspect.orElse(null));
        if (suspect.isPresent() && crashes >= CONDEMN) {
            Suspect found = suspect.get();
            boolean again = condemned.removeIf(c -> c.is(found.destination(), found.place()));
            boolean twice = left.named() != null && left.named().is(found.destination(), found.place());
            if (again || twice) {
                condemned.add(again ? found.asRaw() : found);
                LOG.atError()
                        .addKeyValue("partition", partition)
                        .addKeyValue("destination", found.destination())
                        .log("event {} kills directors: it becomes a dead letter", found.place());
            }
        }
        boolean careful = crashes > 0 || !condemned.isEmpty();
        if (careful) {
            store.write(null, condemned);
            LOG.atWarn()
                    .addKeyValue("partition", partition)
                    .log("{} crashes in a row: events up to {} pass one at a time", crashes, Position.ofPacked(end));
        }
        return new Caution(partition, end, careful, condemned, store, maySend, ticker, crashes);
    }

    private static boolean resolved(Suspect suspect, Map<String, StoredSink> marks) {
        try {
            StoredSink sink = marks.get(suspect.destination());
            if (sink == null || !(Origin.parse(suspect.place()) instanceof Origin.Log(Position position))) {
                return false;
            }
            Mark mark = sink.mark();
            return position.packed() < mark.next() && Arrays.binarySearch(mark.open(), position.packed()) < 0;
        } catch (IOException e) {
            return true; // names nothing
        }
    }

    /** Packed position up to which events pass alone. */
    long end() {
        return end;
    }

    /** Whether the destination has let as many pass as can have been under way. */
    boolean done(String destination) {
        return passed.getOrDefault(destination, 0) >= WINDOW;
    }

    @Override
    public boolean careful() {
        return careful && (!condemned.isEmpty() || ticker.getAsLong() - until < 0);
    }

    @Override
    public Passage enter(String destination, Origin event) throws InterruptedException {
        boolean deadly = careful() && isCondemned(destination, event);
        if (!deadly && (!careful() || !concerns(destination, event))) {
            return Passage.FREE;
        }
        if (deadly) {
            one.acquire();
        } else if (!one.tryAcquire(Math.max(0, until - ticker.getAsLong()), TimeUnit.NANOSECONDS)) {
            return Passage.FREE; // a slow destination holds nobody up for longer than that
        }
        try {
            Passage passage = name(destination, event);
            if (passage == Passage.BARRED) {
                one.release();
            }
            return passage;
        } catch (RuntimeException e) {
            one.release();
            throw e;
        }
    }

    private boolean isCondemned(String destination, Origin event) {
        List<Suspect> known = condemned;
        return !known.isEmpty() && known.stream().anyMatch(c -> c.is(destination, event.toString()));
    }

    private boolean concerns(String destination, Origin event) {
        boolean mayHaveBeenUnderWay = !(event instanceof Origin.Log(Position position)) || position.packed() < end;
        return mayHaveBeenUnderWay
                && ticker.getAsLong() - until < 0
                && passed.merge(destination, 1, Integer::sum) <= WINDOW;
    }

    private Passage name(String destination, Origin event) {
        String place = event.toString();
        if (!maySend.getAsBoolean()) {
            return Passage.BARRED;
        }
        Suspect known = condemned.stream()
                .filter(c -> c.is(destination, place))
                .findFirst()
                .orElse(null);
        try {
            store.write(known == null ? new Suspect(destination, place, false) : known, condemned);
        } catch (IOException | JetStreamApiException | LostLeaseException e) {
            LOG.atWarn()
                    .addKeyValue("partition", partition)
                    .log("nothing passes while it cannot be named: {}", e.toString());
            return Passage.BARRED;
        }
        if (known == null) {
            return Passage.ALONE;
        }
        return known.raw() ? Passage.CONDEMNED_RAW : Passage.CONDEMNED;
    }

    /** The next one overwrites the name; without a next one it must not stay, or an innocent would be condemned. */
    @Override
    public void leave() {
        try {
            if (!one.hasQueuedThreads()) {
                clear();
            }
        } finally {
            one.release();
        }
    }

    /**
     * What had to be passed has passed. Never waits for an event under way: heartbeats depend on it.
     *
     * @return false if one is under way: ask again
     */
    boolean relax(BooleanSupplier still) {
        if (!one.tryAcquire()) {
            return false;
        }
        try {
            if (careful && still.getAsBoolean()) {
                careful = false;
                condemned = List.of();
                clear();
                LOG.atInfo().addKeyValue("partition", partition).log("no suspicion any more");
            }
            return true;
        } finally {
            one.release();
        }
    }

    private void clear() {
        try {
            store.write(null, condemned);
        } catch (IOException | JetStreamApiException | LostLeaseException e) {
            LOG.atDebug().addKeyValue("partition", partition).log("suspect not cleared: {}", e.toString());
        }
    }
}
