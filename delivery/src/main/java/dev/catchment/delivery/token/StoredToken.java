package dev.catchment.delivery.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.Secret;
import dev.catchment.mapping.AccessToken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A destination's access token as it lies sealed in the {@code state} bucket.
 *
 * @param grant {@link dev.catchment.mapping.TokenGrant#id()}: of other credentials it counts for nothing
 * @param accessToken null: none yet, or one that was refused
 * @param until when it ends, ISO 8601
 * @param refreshToken the one that took the place of the Secret's; null: none did
 * @param more what the token endpoint said beside it
 * @param claim who is asking for the next one; null: nobody
 */
record StoredToken(
        String grant,
        @Nullable String accessToken,
        @Nullable String until,
        @Nullable String refreshToken,
        @Nullable ObjectNode more,
        @Nullable String claim) {

    StoredToken claimed(@Nullable String by) {
        return new StoredToken(grant, accessToken, until, refreshToken, more, by);
    }

    boolean good(Instant now) {
        return accessToken != null && until != null && now.isBefore(Instant.parse(until));
    }

    AccessToken token() {
        if (accessToken == null || more == null) {
            throw new IllegalStateException("asked for only if it is good");
        }
        return new AccessToken(Secret.of(accessToken), more);
    }

    /** Nothing of it is shown. */
    @Override
    public String toString() {
        return "stored token";
    }
}
