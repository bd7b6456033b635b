package dev.catchment.delivery.director;

import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.http.Outbound;
import dev.catchment.delivery.plan.PlanInForce;
import dev.catchment.delivery.token.Tokens;
import io.nats.client.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all directors of a process share.
 *
 * @param settings in force
 * @param outbound the HTTP client in force
 * @param tokens access tokens of all destinations
 * @param retryDelays of the retry tiers
 * @param ticker monotonic nanoseconds
 * @param backlogKept how long the log is kept for a deleted destination
 */
public record DirectorContext(
        Connection connection,
        Subjects names,
        PlanInForce plan,
        Supplier<DeliverySettings> settings,
        Supplier<Outbound> outbound,
        Tokens tokens,
        Function<RetryTier, Duration> retryDelays,
        Clock clock,
        LongSupplier ticker,
        Duration backlogKept) {}
