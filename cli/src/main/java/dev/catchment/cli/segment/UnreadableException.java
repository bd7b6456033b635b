package dev.catchment.cli.segment;

/** The file is no Segment destination; the message says where and what to do. */
public final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
        super(message);
    }
}
