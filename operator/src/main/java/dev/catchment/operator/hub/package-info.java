/** A hub as the operator drives it: its resources gathered, its plan compiled and published, its planes listened to. */
@NullMarked
package dev.catchment.operator.hub;

import org.jspecify.annotations.NullMarked;
