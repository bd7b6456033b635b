package dev.catchment.mapping;

import java.time.Duration;

/** There is no access token now. The message says where it was asked for and why there is none, and holds no secret. */
public final class TokenException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Duration retryAfter;

    /** @param retryAfter what the token endpoint asked for; zero: nothing */
    public TokenException(String problem, Duration retryAfter) {
        super(problem);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
