/** Destination types, and the catalogue of those that are built in. */
@NullMarked
package dev.catchment.operator.destinationtype;

import org.jspecify.annotations.NullMarked;
