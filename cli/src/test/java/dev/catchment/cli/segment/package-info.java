@NullMarked
package dev.catchment.cli.segment;

import org.jspecify.annotations.NullMarked;
