/** The {@code catchment} command. */
@NullMarked
package dev.catchment.cli;

import org.jspecify.annotations.NullMarked;
