package dev.catchment.operator.hub;

import dev.catchment.broker.Claim;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * Who claims the hubs of this operator.
 *
 * @param operator this process, for people
 * @param every how often a claim is renewed, and all that it covers is looked at
 */
public record Claimant(Supplier<String> cluster, String operator, Duration every, Clock clock) {

    Claim claim(String workspace) {
        return new Claim(
                cluster.get(),
                workspace,
                operator,
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                Math.max(1, every.toSeconds()));
    }
}
