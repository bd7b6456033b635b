/** Accepts events over HTTP and writes them to the event log as frames. */
@NullMarked
package dev.catchment.ingest;

import org.jspecify.annotations.NullMarked;
