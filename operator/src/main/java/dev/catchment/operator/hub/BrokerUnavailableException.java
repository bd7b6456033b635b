package dev.catchment.operator.hub;

import dev.catchment.operator.status.Reason;
import java.io.IOException;

/** NATS does not answer, or answers that it cannot: tried again until it can. The message is for people. */
public final class BrokerUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public BrokerUnavailableException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public BrokerUnavailableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Fault fault() {
        return new Fault(reason, String.valueOf(getMessage()));
    }
}
