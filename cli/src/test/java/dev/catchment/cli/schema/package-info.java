@NullMarked
package dev.catchment.cli.schema;

import org.jspecify.annotations.NullMarked;
