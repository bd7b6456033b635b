package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.delivery.log.FrameBudget;
import dev.catchment.delivery.log.LogRead;
import dev.catchment.delivery.log.LogReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderIT {
    private static final int FRAMES = 3_000;

    @TempDir
    private Path folder;

    private TestHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new TestHub(folder);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    /** As one whose window is full does, or whose lease is not certain. */
    @Test
    void aReaderThatPausesLetsNothingPileUpMeanwhile() throws Exception {
        // Given
        for (int i = 0; i < FRAMES; i++) {
            hub.write("web", event -> event.put("padding", "x".repeat(13_000)), "m" + i + " user");
        }
        FrameBudget unbounded = new FrameBudget(Long.MAX_VALUE, Integer.MAX_VALUE);
        String stream = TestHub.NAMES.logStream(0);
        try (LogReader reader = new LogReader(hub.connection, stream, 1, Optional.empty(), unbounded)) {
            long before = hub.connection.getStatistics().getInMsgs();
            assertThat(reader.read(Duration.ofSeconds(10))).isInstanceOf(LogRead.Next.class);

            // When
            Thread.sleep(Duration.ofSeconds(2));

            // Then
            assertThat(hub.connection.getStatistics().getInMsgs() - before).isLessThan(500);

            // When
            for (int i = 1; i < FRAMES; i++) {
                assertThat(reader.read(Duration.ofSeconds(10))).isInstanceOf(LogRead.Next.class);
            }

            // Then
            assertThat(reader.next()).isEqualTo(FRAMES + 1);
        }
    }
}
