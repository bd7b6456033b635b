/** Access tokens of destinations: fetched, shared between the processes that deliver, and renewed. */
@NullMarked
package dev.catchment.delivery.token;

import org.jspecify.annotations.NullMarked;
