/** The archive as it lies in JetStream, for whoever reads it: delivery writes it. */
@NullMarked
package dev.catchment.broker.archive;

import org.jspecify.annotations.NullMarked;
