package dev.catchment.mapping;

/** Where access tokens come from. */
public interface AccessTokens {
    /**
     * A token that is good now, as far as is known.
     *
     * @throws TokenException if there is none: no request of the destination can be made
     * @throws InterruptedException if the wait for it was
     */
    AccessToken token(TokenGrant grant) throws TokenException, InterruptedException;

    /** A tool has refused this token. */
    void refused(TokenGrant grant, AccessToken token);

    /** For requests that are only shown: every grant gives this token. */
    static AccessTokens shown(AccessToken token) {
        return new AccessTokens() {
            @Override
            public AccessToken token(TokenGrant grant) {
                return token;
            }

            @Override
            public void refused(TokenGrant grant, AccessToken refused) {
                // Nothing is kept.
            }
        };
    }
}
