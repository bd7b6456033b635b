/** What happens to one event on its way to one destination, as delivery and {@code catchment explain} both run it. */
@NullMarked
package dev.catchment.pipeline;

import org.jspecify.annotations.NullMarked;
