/** Tests of everything together. */
@NullMarked
package dev.catchment.e2e;

import org.jspecify.annotations.NullMarked;
