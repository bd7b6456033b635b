/** One destination: its slots, requests, retries and dead letters. */
@NullMarked
package dev.catchment.delivery.target;

import org.jspecify.annotations.NullMarked;
