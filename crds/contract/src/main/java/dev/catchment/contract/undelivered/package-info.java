/** What a destination has not taken: events that wait for another attempt, and those that were given up. */
@NullMarked
package dev.catchment.contract.undelivered;

import org.jspecify.annotations.NullMarked;
