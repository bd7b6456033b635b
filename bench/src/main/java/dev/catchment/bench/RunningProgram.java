package dev.catchment.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An {@link ImageProgram} that has said that it is ready.
 *
 * @param httpPort of ingest
 * @param seconds from its start until it was ready
 * @param cpuSeconds that it had used until then
 */
record RunningProgram(JavaProcess process, AdminPort admin, int httpPort, double seconds, double cpuSeconds)
        implements AutoCloseable {
    /** Some of them write a file when they end. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Asks it to end and waits for that. */
    void end() throws IOException, InterruptedException {
        process.process().destroy();
        if (!process.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("it does not end; see " + process.log());
        }
    }

    @Override
    public void close() {
        admin.close();
        process.close();
    }
}
