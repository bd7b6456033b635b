package dev.catchment.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** A command cannot do what it was asked: the message is the whole line that the user sees. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** What is said about a failure; some exceptions of the JDK hold only a file's name. */
    static String sentence(Throwable failure) {
        String message = failure.getMessage();
        return switch (failure) {
            case NoSuchFileException e -> e.getFile() + " is not there";
            case AccessDeniedException e -> e.getFile() + " may not be read or written by this user";
            case CommandFailure e -> String.valueOf(message);
            case IOException e when message != null -> message;
            default -> message == null ? failure.toString() : failure.getClass().getSimpleName() + ": " + message;
        };
    }
}
