/** Compiles resources into the plan: one implementation for operator, delivery and command line. */
@NullMarked
package dev.catchment.plan;

import org.jspecify.annotations.NullMarked;
