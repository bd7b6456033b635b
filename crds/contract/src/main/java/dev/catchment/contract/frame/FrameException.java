package dev.catchment.contract.frame;

/** A message of the log that cannot be read as a frame. */
public abstract sealed class FrameException extends Exception {
    private static final long serialVersionUID = 1L;

    private FrameException(String message) {
        super(message);
    }

    /** The bytes are not those that were written: read again, then quarantine. */
    public static final class Corrupt extends FrameException {
        private static final long serialVersionUID = 1L;

        public Corrupt(String message) {
            super(message);
        }
    }

    /** Written intact by a newer ingest: the reader must be upgraded, nothing may be skipped. */
    public static final class UnknownVersion extends FrameException {
        private static final long serialVersionUID = 1L;

        private final int version;

        public UnknownVersion(int version) {
            super("frame version " + version + "; this reader knows " + FrameLayout.VERSION
                    + ": upgrade delivery before ingest");
            this.version = version;
        }

        public int version() {
            return version;
        }
    }
}
