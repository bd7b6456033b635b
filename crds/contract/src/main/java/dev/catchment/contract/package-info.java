/** What the operator writes and the planes read, and the bytes of the event log. */
@NullMarked
package dev.catchment.contract;

import org.jspecify.annotations.NullMarked;
