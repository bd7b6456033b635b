/** The retry tiers as they lie in JetStream: events that failed for a reason of their own, and when they are due. */
@NullMarked
package dev.catchment.delivery.retry;

import org.jspecify.annotations.NullMarked;
