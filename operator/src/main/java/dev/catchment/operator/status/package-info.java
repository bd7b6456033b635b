/** Conditions: how they are made, rolled up and compared. Pure. */
@NullMarked
package dev.catchment.operator.status;

import org.jspecify.annotations.NullMarked;
