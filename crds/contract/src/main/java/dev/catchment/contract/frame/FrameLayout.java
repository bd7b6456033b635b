package dev.catchment.contract.frame;

/**
 * Offsets and sizes of a frame, version 1; all numbers are big-endian. {@code FRAME.md} explains them.
 *
 * <pre>
 * header | sources | envelopes | events (table) | body | crc32c
 * </pre>
 */
final class FrameLayout {
    static final int MAGIC = 0x43464D31; // "CFM1"
    static final int VERSION = 1;

    static final int AT_MAGIC = 0;
    static final int AT_VERSION = 4;
    static final int AT_LENGTH = 8;
    static final int AT_ID = 12;
    static final int AT_RECEIVED = 28;
    static final int AT_SOURCES = 36;
    static final int AT_ENVELOPES = 38;
    static final int AT_EVENTS = 40;
    static final int HEADER = 44;

    static final int ROW = 48;
    static final int ROW_OFFSET = 0;
    static final int ROW_LENGTH = 4;
    static final int ROW_SOURCE = 8;
    static final int ROW_ENVELOPE = 10;
    static final int ROW_KIND = 12;
    static final int ROW_FLAGS = 13;
    static final int ROW_MESSAGE = 16;
    static final int ROW_USER = 32;

    static final int FLAG_GENERATED_MESSAGE_ID = 1;

    static final int CRC = 4;

    private FrameLayout() {}
}
