package dev.catchment.delivery.log;

/** What one read of the log brought. */
public sealed interface LogRead {
    record Next(LogFrame frame) implements LogRead {}

    /** Three more reads gave the same damage: the frame is set aside. */
    record Damaged(long sequence, byte[] bytes, String reason) implements LogRead {}

    /** The log is not what it was: the reader has already moved. */
    record Moved(LogMove move) implements LogRead {}

    /** Nothing new within the time. */
    record Nothing() implements LogRead {}
}
