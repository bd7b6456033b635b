package dev.catchment.delivery.mark;

/** What became of one event at one destination. */
public sealed interface Outcome {
    Outcome DELIVERED = new Delivered();
    Outcome DISABLED = new Disabled();
    Outcome DISCARDED = new Discarded();
    Outcome MOVED = new Moved();

    record Delivered() implements Outcome {}

    /** @param reason one of a few fixed words */
    record Filtered(String reason) implements Outcome {}

    record Disabled() implements Outcome {}

    /** @param reason one of a few fixed words */
    record DeadLettered(String reason) implements Outcome {}

    record Discarded() implements Outcome {}

    /** It waits in a retry tier, and is resolved there. */
    record Moved() implements Outcome {}
}
