package dev.catchment.delivery.target;

import dev.catchment.delivery.http.Outbound;
import dev.catchment.delivery.retry.RetryStore;
import dev.catchment.delivery.token.Tokens;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a director lends to its destinations.
 *
 * @param partition of the log
 * @param partitions of the log in all: as many directors share a destination's limits
 * @param head packed position up to which live sinks have been offered everything
 * @param maySend whether the lease still holds
 * @param outbound the client in force
 * @param tokens access tokens of all destinations
 * @param asksAgain told of a destination that must be offered records of its retry tiers again
 * @param clock the broker's
 * @param ticker monotonic nanoseconds
 * @param suspects whom every event must pass
 * @param turned told when a circuit has opened, and when it has closed again: nobody should wait to see it
 */
public record Surroundings(
        int partition,
        int partitions,
        LongSupplier head,
        BooleanSupplier maySend,
        Supplier<Outbound> outbound,
        DeadLetters deadLetters,
        RetryStore retries,
        Tokens tokens,
        Consumer<DestinationSink> asksAgain,
        Clock clock,
        LongSupplier ticker,
        RandomGenerator random,
        Suspects suspects,
        Runnable turned) {

    /** This director's part of what a destination takes at a time: the parts of all add up to it, but none is 0. */
    int share(int concurrency) {
        return Math.max(1, concurrency / partitions + (partition < concurrency % partitions ? 1 : 0));
    }

    /** This director's part of a rate. */
    double share(double perSecond) {
        return perSecond / partitions;
    }
}
