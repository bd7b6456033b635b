/** Tests of the whole: {@code bin/catchment} as a process, real SDKs, a real broker. */
@NullMarked
package dev.catchment.e2e;

import org.jspecify.annotations.NullMarked;
