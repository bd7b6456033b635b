/** The mapping language: destination types as data, compiled into programs that turn events into requests. */
@NullMarked
package dev.catchment.mapping;

import org.jspecify.annotations.NullMarked;
