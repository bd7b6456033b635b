package dev.catchment.testkit;

import dev.catchment.broker.NatsProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real nats-server for tests. Absent, a test fails: it is never skipped. */
public final class TestNats {
    private TestNats() {}

    public static NatsProcess start(Path folder) throws IOException, InterruptedException {
        return NatsProcess.start(binary(), folder);
    }

    /** @param more lines of the server's configuration, such as who may connect */
    public static NatsProcess start(Path folder, String more) throws IOException, InterruptedException {
        return NatsProcess.start(binary(), folder, more);
    }

    /** What {@code make test-tools} installed. */
    public static Path binary() {
        String path = System.getenv("CATCHMENT_NATS_SERVER");
        if (path == null || !Files.isExecutable(Path.of(path))) {
            throw new IllegalStateException(
                    "CATCHMENT_NATS_SERVER does not name a nats-server: run the tests with `make test`, which installs one");
        }
        return Path.of(path);
    }
}
