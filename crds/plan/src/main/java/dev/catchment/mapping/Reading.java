package dev.catchment.mapping;

import java.util.List;

/** What an answer means to the requests of a {@link Conversation}. Reasons are for people. */
public sealed interface Reading {
    /** The request was taken: go on with the next one. */
    record Taken() implements Reading {}

    /** The access token was refused and is forgotten: make the request again. */
    record Again() implements Reading {}

    /** The batch was taken, but not all of its events. */
    record Partly(List<Rejected> rejected) implements Reading {
        public Partly {
            rejected = List.copyOf(rejected);
        }
    }

    /** It may pass. */
    record Retry(String reason) implements Reading {}

    /** Final, for this request. */
    record Refused(String reason) implements Reading {}

    /** Every other request would meet the same. */
    record Wait(String reason) implements Reading {}

    /** The type says nothing of it: it is no success, and its status decides. */
    record Unread() implements Reading {}
}
