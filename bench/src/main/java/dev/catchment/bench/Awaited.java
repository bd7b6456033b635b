package dev.catchment.bench;

import java.io.IOException;
import java.time.Duration;

/** Something that shall come to pass. */
interface Awaited {
    Duration PATIENCE = Duration.ofMinutes(5);

    boolean there() throws Exception;

    /** Looks again and again. */
    static void await(Awaited what, String otherwise) throws Exception {
        await(what, PATIENCE, otherwise);
    }

    static void await(Awaited what, Duration patience, String otherwise) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!what.there()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(otherwise + " within " + patience.toMinutes() + " minutes");
            }
            Thread.sleep(Duration.ofMillis(50));
        }
    }
}
