/** Filters and the integrations object: whether an event goes to a destination, and which of its fields. */
@NullMarked
package dev.catchment.filter;

import org.jspecify.annotations.NullMarked;
