/** Load runs on one machine, each printing what it compares against in the same run. */
@NullMarked
package dev.catchment.bench;

import org.jspecify.annotations.NullMarked;
