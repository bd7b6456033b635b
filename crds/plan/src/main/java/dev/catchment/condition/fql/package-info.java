/**
 * FQL, Segment's filter query language: parsed, printed, evaluated over an event's JSON, and written for browsers. Facts:
 * Segment's public documentation of the language, and for what that leaves open its evaluator for browsers (tsub).
 */
@NullMarked
package dev.catchment.condition.fql;

import org.jspecify.annotations.NullMarked;
