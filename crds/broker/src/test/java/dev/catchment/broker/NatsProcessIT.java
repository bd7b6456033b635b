package dev.catchment.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsProcessIT {
    private static final Path BINARY = Path.of(System.getenv("CATCHMENT_NATS_SERVER"));

    @TempDir
    private Path folder;

    @Test
    void aSecuredServerAsksForThePasswordThatOnlyItsOwnerCanRead() throws Exception {
        try (NatsProcess server = NatsProcess.startSecured(BINARY, folder)) {
            // When
            BrokerConnection.open(server.settings(), "test").close();

            // Then
            assertThatThrownBy(() -> BrokerConnection.open(BrokerSettings.of(server.url()), "stranger"))
                    .isInstanceOf(IOException.class);
            for (String file : new String[] {"nats.password", "nats.conf"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aServerLeftBehindIsEndedByTheNextOneInItsFolder() throws Exception {
        // Given
        NatsProcess left = NatsProcess.startSecured(BINARY, folder);
        ProcessHandle process = ProcessHandle.of(left.pid()).orElseThrow();

        // When
        try (NatsProcess next = NatsProcess.startSecured(BINARY, folder)) {
            // Then
            process.onExit().get(10, TimeUnit.SECONDS);
            assertThat(next.pid()).isNotEqualTo(left.pid());
            BrokerConnection.open(next.settings(), "test").close();
        }
    }

    @Test
    void itIsNotInTheTerminalsProcessGroup() throws Exception {
        try (NatsProcess server = NatsProcess.startSecured(BINARY, folder)) {
            // When
            Process ps = new ProcessBuilder("ps", "-o", "pgid=", "-p", Long.toString(server.pid())).start();
            String group = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            // Then
            assertThat(group.strip()).isEqualTo(Long.toString(server.pid()));
        }
    }
}
