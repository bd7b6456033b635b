package dev.catchment.operator.hub;

import java.io.IOException;

/** NATS does not answer, or answers that it cannot: tried again until it can. The message is for people. */
public final class BrokerUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    public BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public BrokerUnavailableException(String message) {
        super(message);
    }
}
