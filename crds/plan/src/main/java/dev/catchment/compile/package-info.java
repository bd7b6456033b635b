/** Compiles the resources of one workspace into the plan that the planes run, and says what is wrong with each. */
@NullMarked
package dev.catchment.compile;

import org.jspecify.annotations.NullMarked;
