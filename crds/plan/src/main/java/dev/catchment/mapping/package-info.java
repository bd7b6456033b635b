/**
 * The mapping language: destination types as data, compiled into programs that turn events into requests.
 *
 * <p>Expressions are CEL in texts, {@code ${event.userId}}; a dollar sign doubled before the brace is a plain one. A
 * text that is exactly one expression takes the value's type, otherwise values are put into the text. A value that the
 * event does not have leaves its field, member or element out and is empty inside a text; any other failure refuses the
 * event. Paths are looked up in the event's JSON itself, so that numbers stay as they were written.
 *
 * <p>Variables: {@code event}, {@code config}, {@code now} (when the hub received the event) and {@code uuid} (of this
 * event at this destination) everywhere; {@code fields} in requests; {@code secret} in headers and signatures only. None of
 * them changes between attempts. Functions are those of
 * {@link dev.catchment.condition.CelExpression}'s library.
 *
 * <p>What depends on the settings alone is rendered and checked when the destination is compiled. Type, action, field
 * and expression are named in every error, the event's and the secrets' values in none.
 */
@NullMarked
package dev.catchment.mapping;

import org.jspecify.annotations.NullMarked;
