/** Reads the event log and delivers each event to every destination of its source. */
@NullMarked
package dev.catchment.delivery;

import org.jspecify.annotations.NullMarked;
