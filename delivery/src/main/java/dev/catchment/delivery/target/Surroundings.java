package dev.catchment.delivery.target;

import dev.catchment.delivery.http.Outbound;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a director lends to its destinations.
 *
 * @param partition of the log
 * @param share of a destination's limits that this director has: 1 / partitions
 * @param head packed position up to which live sinks have been offered everything
 * @param maySend whether the lease still holds
 * @param outbound the client in force
 * @param ticker monotonic nanoseconds
 * @param suspects whom every event must pass
 */
public record Surroundings(
        int partition,
        double share,
        LongSupplier head,
        BooleanSupplier maySend,
        Supplier<Outbound> outbound,
        DeadLetters deadLetters,
        Clock clock,
        LongSupplier ticker,
        RandomGenerator random,
        Suspects suspects) {}
