package dev.catchment.operator;

import java.time.Duration;
import java.util.Optional;

/**
 * How the operator looks after what lies outside Kubernetes, and stands in for another one.
 *
 * @param driftPoll how often streams, buckets and plan are compared with what they should be, and the claim to them is
 *     renewed
 * @param cluster who claims hubs; absent: the uid of the namespace kube-system
 * @param lease how long a leader that says nothing stays one
 */
public record Upkeep(Duration driftPoll, Optional<String> cluster, Duration lease) {
    public static final Upkeep STANDARD = new Upkeep(Duration.ofSeconds(60), Optional.empty(), Duration.ofSeconds(15));
}
