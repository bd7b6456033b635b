/** Owns a partition: lease, readers, checkpoints and purging. */
@NullMarked
package dev.catchment.delivery.director;

import org.jspecify.annotations.NullMarked;
