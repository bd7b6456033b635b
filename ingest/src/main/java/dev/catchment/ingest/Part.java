package dev.catchment.ingest;

import dev.catchment.contract.frame.FrameEvent;
import java.util.List;

/**
 * The events of one request for one partition.
 *
 * @param deadline of {@link System#nanoTime()}: after it no frame takes them any more
 */
record Part(Commit commit, List<FrameEvent> events, long deadline) {

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** The same without its first events. */
    Part after(int taken) {
        return new Part(commit, events.subList(taken, events.size()), deadline);
    }
}
