package dev.catchment.delivery.log;

/** How the log differs from what its reader had seen of it. Sequences are those of frames. */
public sealed interface LogMove {
    /** Frames from {@code from} to before {@code to} are gone; reading goes on at {@code to}. */
    record Gap(long from, long to) implements LogMove {}

    /** What was read from {@code to} on is no longer, or no longer the same, in the log; reading goes on there. */
    record SetBack(long from, long to) implements LogMove {}

    default String describe() {
        return switch (this) {
            case Gap(long from, long to) -> "frames " + from + " to " + (to - 1) + " are gone from the log";
            case SetBack(long from, long to) ->
                "the log was set back from frame " + from + " to frame " + to + ": its storage lost what was written";
        };
    }

    default long frames() {
        return switch (this) {
            case Gap(long from, long to) -> to - from;
            case SetBack(long from, long to) -> Math.max(1, from - to);
        };
    }
}
