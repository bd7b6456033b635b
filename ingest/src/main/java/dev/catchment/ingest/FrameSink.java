package dev.catchment.ingest;

import java.util.UUID;

/** Where the frames of one partition go. Called by one thread. */
interface FrameSink extends AutoCloseable {
    /**
     * Stores the frame and returns when it is on disk. May send it again under the same id, for a bounded time. After it
     * has thrown, nothing of the frame is sent any more.
     */
    void store(UUID id, byte[] frame) throws NotStoredException;

    @Override
    void close();
}
