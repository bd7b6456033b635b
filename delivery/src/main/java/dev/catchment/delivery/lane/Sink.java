package dev.catchment.delivery.lane;

import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.log.LogMove;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.StoredSink;
import java.time.Duration;

/** Something that wants the events of the log, at its own pace: a destination, or the archive. */
public interface Sink {
    /** Unique in its partition. */
    String name();

    boolean wantsSource(String source);

    /**
     * Takes the frame's events that it wants, in order; ignores the frame if it is not in this lane. Never blocks.
     *
     * @param from {@link Lane#LIVE} or {@link Lane#CATCHING_UP}: which reader offers
     */
    void offer(LogFrame frame, Lane from);

    /** Does before an offer what needs no lock: whoever offers to many sinks holds one that others wait for. */
    default void foresee(LogFrame frame) {}

    /** The reader in this lane has passed every position below this one, whether offered or not. */
    void reached(long position, Lane from);

    Lane lane();

    /** Whether the sweep may take it along now: parked, nothing in flight any more, no reason to wait left. */
    boolean ready();

    void beginCatchUp();

    /** The sweep has brought it to the head. */
    void goLive();

    /**
     * Takes it off its reader; what was offered and not begun is dropped, and read again later.
     *
     * @param reason for people
     * @param pause shortest time until it is {@link #ready()} again
     */
    void park(String reason, Duration pause);

    /** Lowest position it still needs, packed. */
    long lowest();

    /** How long its oldest event has been waiting since it was offered. */
    Duration waiting();

    /** Bytes of the events that it was offered and has not done with. */
    long held();

    /** Some time has passed, a quarter of a second or more. */
    default void tick() {}

    /** The log is not what it was: open events in a gap are gone, and so is everything after a set-back. */
    void moved(LogMove move);

    /** Whether there is something to store since the last {@link #checkpoint()}. */
    boolean changed();

    Counts counts();

    /** All that is shown of it. */
    Reading reading();

    StoredSink checkpoint();

    /** Stops what is in flight, after at most this time; nothing is resolved afterwards. */
    void stop(Duration patience) throws InterruptedException;
}
