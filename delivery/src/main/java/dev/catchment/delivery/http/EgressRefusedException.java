package dev.catchment.delivery.http;

/** An address or port that requests may not go to; the message says which and how to allow it. */
public final class EgressRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EgressRefusedException(String message) {
        super(message);
    }
}
