/** Reconciles the resources into running planes and their plan. */
@NullMarked
package dev.catchment.operator;

import org.jspecify.annotations.NullMarked;
