/** The hub as it lies in JetStream: names made real, the plan published and watched. */
@NullMarked
package dev.catchment.broker;

import org.jspecify.annotations.NullMarked;
