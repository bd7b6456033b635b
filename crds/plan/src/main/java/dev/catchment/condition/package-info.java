/** Expressions over events: conditions in CEL, and the CEL environment that the mapping language shares with them. */
@NullMarked
package dev.catchment.condition;

import org.jspecify.annotations.NullMarked;
