package dev.catchment.ingest;

/**
 * The rest of a body cannot be read, nor anything that follows on its connection. Unchecked, since it comes through the
 * web server's streams to {@link BodyReader}, which makes an answer of it.
 */
final class BrokenBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    BrokenBodyException(Reason reason, String message) {
        // Made per bad request: nobody looks at where.
        super(message, null, false, false);
        this.refusal = new Refusal(reason, message);
    }

    /** What the client is told. */
    Refusal refusal() {
        return refusal;
    }
}
