package dev.catchment.contract.frame;

/**
 * Offsets and sizes of a frame, version 1; all numbers are big-endian. {@code FRAME.md} explains them.
 *
 * <pre>
 * header | sources | envelopes | events (table) | bodies | crc32c
 * </pre>
 */
final class FrameLayout {
    /** {@code CFRM}: magic, version byte, length and the checksum at the end stay as they are in every version. */
    static final int MAGIC = 0x4346524D;

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
    static final int ROW_RESERVED = 14;
    static final int ROW_MESSAGE = 16;
    static final int ROW_USER = 32;

    static final int FLAG_GENERATED_MESSAGE_ID = 1;

    /** A source's name has a length of two bytes before it, an envelope one of four. */
    static final int SOURCE_LENGTH = 2;

    static final int ENVELOPE_LENGTH = 4;

    static final int CRC = 4;

    /** What every version has: magic, version, length, checksum. */
    static final int SMALLEST = AT_LENGTH + 4 + CRC;

    /** Most sources and most envelopes of one frame. */
    static final int MAX_TABLE = 0xFFFF;

    /** First millisecond of the year 10000: what ingest cannot have received yet. */
    static final long RECEIVED_END = 253_402_300_800_000L;

    private FrameLayout() {}
}
