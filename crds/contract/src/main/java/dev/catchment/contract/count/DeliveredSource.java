package dev.catchment.contract.count;

/** What became of one source's events at one destination; the components are {@link DestinationCounts}'. */
public record DeliveredSource(
        long delivered,
        long filtered,
        long disabled,
        long failedAttempts,
        long retried,
        long retrying,
        long deadLettered,
        long redriven,
        long discarded) {}
