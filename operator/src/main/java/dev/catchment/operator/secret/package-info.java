/** Secrets that resources refer to by name: watched by their metadata, read only where they are used. */
@NullMarked
package dev.catchment.operator.secret;

import org.jspecify.annotations.NullMarked;
