/** Who reads where: live sinks follow the head together, the others catch up from their own marks. */
@NullMarked
package dev.catchment.delivery.lane;

import org.jspecify.annotations.NullMarked;
