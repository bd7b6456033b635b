package dev.catchment.pipeline;

import dev.catchment.mapping.Payload;
import java.util.List;

/** What becomes of one event at one destination. Details are for people and hold nothing of the event. */
public sealed interface Outcome {
    /** It is sent; never empty. */
    record Send(List<Payload> payloads) implements Outcome {
        public Send {
            payloads = List.copyOf(payloads);
        }
    }

    /** It is counted and not kept: somebody decided that it does not go there. */
    record Filtered(Reason reason, String detail) implements Outcome {}

    /** It should have gone there and cannot: a dead letter. */
    record Refused(Reason reason, String detail) implements Outcome {}

    /** It waits in the destination's lane until what the detail names is mended. */
    record Held(String detail) implements Outcome {}
}
