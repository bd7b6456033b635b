package dev.catchment.operator;

import java.time.Duration;

/**
 * How counters come into statuses.
 *
 * @param every how often at most an object is written only because its counters changed
 * @param perSecond how many objects at most are written for that, all together
 * @param gone how long an instance must have written nothing after its Pod is gone until its counts are folded: a Pod
 *     that is gone from the API may still be about to write
 */
public record CounterRules(Duration every, int perSecond, Duration gone) {
    public static final CounterRules STANDARD = new CounterRules(Duration.ofMinutes(1), 20, Duration.ofMinutes(10));
}
