package dev.catchment.broker;

import dev.catchment.contract.Subjects;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one watch of a plan bucket has brought so far. It is a plan when the marker is there and everything was read:
 * the marker is older than what changed after it.
 */
final class PlanReading {
    private List<KeyValueEntry> entries = new ArrayList<>();
    private boolean marked;
    private boolean ended;
    private boolean whole;
    private long last;

    boolean whole() {
        return whole;
    }

    /**
     * Takes what came next.
     *
     * @param entry null: everything that was there has come
     * @return whether that made it whole: its {@link #entries} are to be applied now
     */
    boolean becomesWhole(@Nullable KeyValueEntry entry) {
        if (entry == null) {
            ended = true;
        } else {
            entries.add(entry);
            last = Math.max(last, entry.getRevision());
            if (entry.getKey().equals(Subjects.PLAN_COMPLETE)) {
                marked = entry.getOperation() == KeyValueOperation.PUT;
            }
        }
        boolean now = !whole && marked && ended;
        whole |= now;
        return now;
    }

    /** What came, once. */
    List<KeyValueEntry> entries() {
        List<KeyValueEntry> all = entries;
        entries = new ArrayList<>();
        return all;
    }

    /** The highest revision that came. */
    long last() {
        return last;
    }
}
