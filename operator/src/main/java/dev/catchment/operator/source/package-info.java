/** Sources: what sends messages, and the write keys it is given. */
@NullMarked
package dev.catchment.operator.source;

import org.jspecify.annotations.NullMarked;
