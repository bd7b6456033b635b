/** The resources of {@code catchment.dev/v1alpha1} as records. */
@NullMarked
package dev.catchment.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
