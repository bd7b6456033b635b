package dev.catchment.delivery.director;

import java.time.Duration;

/**
 * Decides by a monotonic clock alone when a lease may be taken from its holder: its entry has not changed for
 * {@link #STILL}. Nobody's wall clock matters.
 */
final class LeaseWatch {
    /** How long an entry must stand still. */
    static final Duration STILL = Duration.ofSeconds(6);
    /** A holder that has not written for this long stops sending: well before anyone takes over. */
    static final Duration VALID = Duration.ofSeconds(3);

    private long revision = -1;
    private long since;

    /** @return whether the entry with this revision may be taken over now */
    boolean expired(long seen, long nowNanos) {
        if (seen != revision) {
            revision = seen;
            since = nowNanos;
            return false;
        }
        return nowNanos - since >= STILL.toNanos();
    }

    /** How long the entry has stood still. */
    Duration stillFor(long nowNanos) {
        return Duration.ofNanos(nowNanos - since);
    }

    /** @param writtenNanos when the last successful write of the holder began */
    static boolean valid(long writtenNanos, long nowNanos) {
        return nowNanos - writtenNanos < VALID.toNanos();
    }

    /** Most partitions that one of several instances holds. */
    static int share(int partitions, int members) {
        return Math.ceilDiv(partitions, Math.max(1, members));
    }
}
