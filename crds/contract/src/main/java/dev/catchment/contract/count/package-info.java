/**
 * What ingest and delivery have counted, for the status of Sources and Destinations: each instance of ingest and each
 * director of a partition writes its own, the operator adds up.
 */
@NullMarked
package dev.catchment.contract.count;

import org.jspecify.annotations.NullMarked;
