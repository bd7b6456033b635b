package dev.catchment.mapping;

import java.time.Duration;

/** There is no access token now. The message says where it was asked for and why there is none, and holds no secret. */
public final class TokenException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Duration retryAfter;
    private final boolean refused;

    /** @param retryAfter what the token endpoint asked for; zero: nothing */
    public TokenException(String problem, Duration retryAfter) {
        this(problem, retryAfter, false);
    }

    private TokenException(String problem, Duration retryAfter, boolean refused) {
        super(problem);
        this.retryAfter = retryAfter;
        this.refused = refused;
    }

    /** The credentials are the reason: other ones are needed. */
    public static TokenException refused(String problem) {
        return new TokenException(problem, Duration.ZERO, true);
    }

    /** Whether the credentials are the reason, and not the way to the token endpoint or its state. */
    public boolean refused() {
        return refused;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
