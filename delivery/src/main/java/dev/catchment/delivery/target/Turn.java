package dev.catchment.delivery.target;

/**
 * A request's leave to start; every one that was given ends in exactly one of succeeded, failed, broke and gaveUp.
 *
 * @param startedNanos when it was given
 * @param limit that it counts towards, also when another one is in force by the time it ends
 */
record Turn(long startedNanos, AdaptiveLimit limit) {}
