package dev.catchment.compile;

/**
 * What holds where a Workspace says nothing, and what bounds what it says.
 *
 * @param logMaxBytes size of the event log over all partitions
 * @param archiveMaxBytes size of the archive
 * @param egress the most that a Workspace may add to where destinations may send to
 */
public record Installation(long logMaxBytes, long archiveMaxBytes, EgressMaximum egress) {
    private static final long GIB = 1L << 30;

    /** Small enough for a laptop: 4 GiB of log, 16 GiB of archive. */
    public static Installation standard() {
        return new Installation(4 * GIB, 16 * GIB, EgressMaximum.NONE);
    }
}
