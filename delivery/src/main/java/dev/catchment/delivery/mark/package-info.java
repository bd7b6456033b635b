/** How far each reader of the log has come, and what it has counted on the way: kept together, so that they always agree. */
@NullMarked
package dev.catchment.delivery.mark;

import org.jspecify.annotations.NullMarked;
