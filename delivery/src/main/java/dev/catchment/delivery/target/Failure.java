package dev.catchment.delivery.target;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is remembered of an event that failed and went to the lane with its destination. */
record Failure(int attempts, int failures, @Nullable Instant first, long successesBefore) {}
