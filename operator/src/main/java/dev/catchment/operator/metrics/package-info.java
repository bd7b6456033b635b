/** What the operator counts of itself, for Prometheus; docs/operator-metrics.md says what each means. */
@NullMarked
package dev.catchment.operator.metrics;

import org.jspecify.annotations.NullMarked;
