/** Destinations: what receives events. */
@NullMarked
package dev.catchment.operator.destination;

import org.jspecify.annotations.NullMarked;
