package dev.catchment.delivery.retry;

import dev.catchment.contract.undelivered.Origin;
import dev.catchment.contract.undelivered.RetryRecord;
import dev.catchment.contract.undelivered.RetryTier;
import java.time.Instant;

/**
 * A record of a retry tier as it was read.
 *
 * @param sequence in the retry stream
 * @param due when it is to be tried, by the broker's clock
 * @param bytes of the record
 * @param wholeLetter it is all of the dead letter that it came from
 */
public record RetryEntry(
        long sequence,
        RetryTier tier,
        Instant due,
        Origin origin,
        int bytes,
        boolean wholeLetter,
        RetryRecord record) {}
