/** Reads resources from YAML files, with the line of everything, for use outside a cluster. */
@NullMarked
package dev.catchment.api.file;

import org.jspecify.annotations.NullMarked;
