/** Reads a partition of the event log: frames in order, gaps noticed, damage quarantined, and what nobody needs purged. */
@NullMarked
package dev.catchment.delivery.log;

import org.jspecify.annotations.NullMarked;
