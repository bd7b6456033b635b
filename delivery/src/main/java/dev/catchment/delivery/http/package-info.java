/** Outgoing requests: only to addresses that are allowed, within one deadline, with bounded answers. */
@NullMarked
package dev.catchment.delivery.http;

import org.jspecify.annotations.NullMarked;
