package dev.catchment.compile;

/**
 * What holds where a Workspace says nothing.
 *
 * @param logMaxBytes size of the event log over all partitions
 * @param archiveMaxBytes size of the archive
 */
public record Installation(long logMaxBytes, long archiveMaxBytes) {
    private static final long GIB = 1L << 30;

    /** Small enough for a laptop: 4 GiB of log, 16 GiB of archive. */
    public static Installation standard() {
        return new Installation(4 * GIB, 16 * GIB);
    }
}
