package dev.catchment.delivery.mark;

import java.time.Duration;

/**
 * How long events took from their arrival to a destination's acceptance, as {@link LatencyWindow} saw it: half, 95 % and
 * 99 % of them took no longer.
 */
public record Latency(Duration p50, Duration p95, Duration p99) {}
