package dev.catchment.contract;

/**
 * What an event may be at most. Ingest refuses what is beyond, so that whatever was accepted can be read, composed and
 * written by every reader of the log. All limits are inclusive.
 */
public final class EventLimits {
    /** One event, as the client wrote it. */
    public static final int EVENT_BYTES = 32 * 1024;
    /** One request, decompressed. */
    public static final int REQUEST_BYTES = 500 * 1024;

    public static final int BATCH_ITEMS = 2500;
    public static final int MESSAGE_ID_CHARS = 100;
    /** Objects and arrays inside one another in an event; the event itself is the first. */
    public static final int DEPTH = 64;
    /** What records around an event (a batch, a dead letter) may add to its depth. */
    static final int DEPTH_AROUND = 4;

    private static final int NUMBER_CHARS = 100;
    private static final int EXPONENT_DIGITS = 3;

    private EventLimits() {}

    /**
     * Whether a JSON number has at most 100 characters and an exponent of at most three digits. More cannot be kept
     * exactly at a bounded cost: {@code 1e1000000000} written out has a billion digits.
     */
    public static boolean numberFits(char[] text, int offset, int length) {
        if (length > NUMBER_CHARS) {
            return false;
        }
        int digits = -1;
        for (int i = offset; i < offset + length; i++) {
            if (text[i] == 'e' || text[i] == 'E') {
                digits = 0;
            } else if (digits >= 0 && text[i] != '+' && text[i] != '-') {
                digits++;
            }
        }
        return digits <= EXPONENT_DIGITS;
    }
}
