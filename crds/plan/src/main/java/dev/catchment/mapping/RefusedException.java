package dev.catchment.mapping;

import dev.catchment.pipeline.Reason;

/** One event that gives no request. Its message names action, field and expression, and holds nothing of the event. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    RefusedException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
