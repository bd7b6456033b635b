package dev.catchment.ingest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source as requests meet it.
 *
 * @param origins whose pages may send
 * @param ratePerAddress events per second from one client address; null: no limit
 * @param rateLimit over this instance; it outlives changes of the document that leave the rate as it is
 */
record LiveSource(
        String name,
        boolean enabled,
        AllowedOrigins origins,
        @Nullable Integer ratePerAddress,
        Optional<RateLimit> rateLimit,
        SourceMeters meters) {}
