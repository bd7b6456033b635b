/** The built-in destination types, as the YAML that they are. */
@NullMarked
package dev.catchment.catalog;

import org.jspecify.annotations.NullMarked;
