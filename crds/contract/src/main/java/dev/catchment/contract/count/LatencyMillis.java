package dev.catchment.contract.count;

/** How long events took of late from their arrival to the destination's acceptance, in milliseconds. */
public record LatencyMillis(long p50, long p95, long p99) {}
