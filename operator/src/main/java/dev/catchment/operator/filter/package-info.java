/** Filters: what is kept back. */
@NullMarked
package dev.catchment.operator.filter;

import org.jspecify.annotations.NullMarked;
