/** The archive: write-once objects of composed events in the JetStream object store, and their index. */
@NullMarked
package dev.catchment.delivery.archive;

import org.jspecify.annotations.NullMarked;
