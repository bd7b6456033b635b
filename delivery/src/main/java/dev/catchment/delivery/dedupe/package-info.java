/** Recognises an event that a client sent twice: the first position of every messageId within a window. */
@NullMarked
package dev.catchment.delivery.dedupe;

import org.jspecify.annotations.NullMarked;
