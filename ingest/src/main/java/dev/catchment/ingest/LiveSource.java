package dev.catchment.ingest;

import java.util.Optional;

/**
 * A source as requests meet it.
 *
 * @param rateLimit over this instance; it outlives changes of the document that leave the rate as it is
 */
record LiveSource(String name, boolean enabled, Optional<RateLimit> rateLimit, SourceMeters meters) {}
