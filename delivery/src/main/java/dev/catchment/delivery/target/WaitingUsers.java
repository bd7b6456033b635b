package dev.catchment.delivery.target;

import dev.catchment.contract.Hash128;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where a destination wants each user's order: the users whose next event has failed. That event and all later ones of
 * theirs stay open in the log. When a user is due, the destination reads again from there; a user is let go only
 * between two passes, or a later event would overtake the earlier ones. Guarded by its sink.
 */
final class WaitingUsers {
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(15);

    private final Map<Hash128, Waiting> held = new HashMap<>();
    /** Users who are tried in this pass, and the pause before it. */
    private final Map<Hash128, Long> tried = new HashMap<>();

    /** @param due monotonic nanoseconds */
    private record Waiting(long due, long pause) {}

    /** Whether this user's events are passed over. */
    boolean holds(Hash128 user) {
        return !held.isEmpty() && held.containsKey(user);
    }

    /** The user's next event has failed, perhaps again. */
    void failed(Hash128 user, long now) {
        Long before = tried.remove(user);
        long pause = before == null ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, before * 2);
        held.put(user, new Waiting(now + pause, pause));
    }

    /** An event of this user is resolved. */
    void resolved(Hash128 user) {
        if (!tried.isEmpty()) {
            tried.remove(user);
        }
    }

    /** Whether another pass is due. */
    boolean due(long now) {
        return held.values().stream().anyMatch(waiting -> now - waiting.due() >= 0);
    }

    /** A pass begins: lets those go who are due. */
    void pass(long now) {
        held.entrySet().removeIf(user -> {
            boolean due = now - user.getValue().due() >= 0;
            if (due) {
                tried.put(user.getKey(), user.getValue().pause());
            }
            return due;
        });
    }

    /** How long until another pass is due. */
    Duration nextDue(long now) {
        return Duration.ofNanos(held.values().stream()
                .mapToLong(waiting -> Math.max(0, waiting.due() - now))
                .min()
                .orElse(0));
    }
}
