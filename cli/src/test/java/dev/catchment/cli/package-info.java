/** Tests of the command line. */
@NullMarked
package dev.catchment.cli;

import org.jspecify.annotations.NullMarked;
