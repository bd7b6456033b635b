package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleSocketsIT {
    private static final int SOCKETS = 10_000;
    /** Of the server's process; the sockets' other ends are in another one. */
    private static final int FILES = SOCKETS + 1_500;

    @TempDir
    private Path folder;

    @Test
    void tenThousandIdleSocketsShutNobodyOut() throws Exception {
        // Given
        assertThat(ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                        .getMaxFileDescriptorCount())
                .as("files that this process may open: raise the limit (ulimit -n)")
                .isGreaterThanOrEqualTo(FILES);
        try (IngestFixture hub = IngestFixture.start(folder, 1);
                Neighbour before = new Neighbour(hub)) {
            long heap = heapAfterCollection();
            Process idle = open(hub.plane.httpPort(), SOCKETS);
            try (BufferedReader says = idle.inputReader()) {
                // When
                assertThat(says.readLine()).isEqualTo("open");
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> hub.metric("catchment_ingest_connections_closed_total{reason=\"evicted\"}") > 0);

                // Then
                assertThat(hub.metric("catchment_ingest_connections")).isBetween(SOCKETS * 0.9, SOCKETS * 1.0);
                try (Neighbour after = new Neighbour(hub)) {
                    after.assertUndisturbed();
                }
                long perSocket = (heapAfterCollection() - heap) / SOCKETS;
                System.out.println("idle connection: " + perSocket + " bytes of heap");
                assertThat(perSocket).isLessThan(40_000);
                idle.getOutputStream().close();
                assertThat(idle.waitFor()).isZero();
            } finally {
                idle.destroyForcibly();
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> hub.metric("catchment_ingest_connections") < 10);
            assertThat(hub.post("/v1/identify", Neighbour.event("m")).statusCode())
                    .isEqualTo(200);
        }
    }

    private static Process open(int port, int sockets) throws Exception {
        String classes = Path.of(IdleSockets.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        classes,
                        IdleSockets.class.getName(),
                        Integer.toString(port),
                        Integer.toString(sockets))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
