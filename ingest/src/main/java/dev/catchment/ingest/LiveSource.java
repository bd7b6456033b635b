package dev.catchment.ingest;

import java.util.Optional;

/**
 * A source as requests meet it.
 *
 * @param origins whose pages may send
 * @param rateLimit over this instance; it outlives changes of the document that leave the rate as it is
 */
record LiveSource(
        String name, boolean enabled, AllowedOrigins origins, Optional<RateLimit> rateLimit, SourceMeters meters) {}
