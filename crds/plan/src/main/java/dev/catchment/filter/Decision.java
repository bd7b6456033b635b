package dev.catchment.filter;

import dev.catchment.pipeline.Event;

/** What the filters of one destination say about one event. */
public sealed interface Decision {
    /** It goes on, perhaps with fewer fields. */
    record Pass(Event event) implements Decision {}

    /** It is not delivered: a drop filter matched it, or it fell outside a sample. */
    record Dropped(String filter) implements Decision {}

    /**
     * A filter's condition has no answer for it. It must not be delivered as if the filter did not exist.
     *
     * @param error for people, without the event's content
     */
    record Failed(String filter, String error) implements Decision {}

    /** A filter that covers it is not usable: the event waits until it is. */
    record Held(String filter, String reason) implements Decision {}
}
