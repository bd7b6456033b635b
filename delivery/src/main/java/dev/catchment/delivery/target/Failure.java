package dev.catchment.delivery.target;

import java.time.Instant;

/** What is remembered of an event that failed and went to the lane with its destination. */
record Failure(int failures, Instant first, long successesBefore) {}
