/** The compiler of crds/plan, as the operator calls it. */
@NullMarked
package dev.catchment.operator.plan;

import org.jspecify.annotations.NullMarked;
