package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.HubId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsStoredIsForItsOwnerOnly() throws Exception {
        try (DataFolder data = DataFolder.lock(folder.resolve("a/b"))) {
            // When
            Path key = data.workspaceKeyFile();
            ConnectionFile.of(new HubId("default", "acme"), broker()).write(data.path());

            // Then
            assertThat(permissions(data.path())).isEqualTo("rwx------");
            assertThat(permissions(key)).isEqualTo("rw-------");
            assertThat(permissions(data.path().resolve("connection.json"))).isEqualTo("rw-------");
            assertThat(Files.readAllBytes(data.workspaceKeyFile())).hasSize(32).isEqualTo(Files.readAllBytes(key));
        }
    }

    @Test
    void othersFindTheRunningHubAndOnlyThat() throws Exception {
        // Given
        HubId hub = new HubId("default", "acme");
        try (DataFolder data = DataFolder.lock(folder)) {
            ConnectionFile.of(hub, broker()).write(data.path());

            // When
            ConnectionFile found = ConnectionFile.read(folder);

            // Then
            assertThat(found.hub()).isEqualTo(hub);
            assertThat(found.broker()).isEqualTo(broker());
        }
        assertThatThrownBy(() -> ConnectionFile.read(folder)).hasMessageContaining("no hub runs on " + folder);
    }

    @Test
    void aLockEndsWithItsHolder() throws Exception {
        // Given
        DataFolder.lock(folder).close();

        // When
        try (DataFolder again = DataFolder.lock(folder)) {
            // Then
            assertThatThrownBy(() -> DataFolder.lock(folder)).hasMessageContaining("another `catchment run`");
            assertThat(again.path()).isEqualTo(folder);
        }
    }

    private BrokerSettings broker() {
        return new BrokerSettings(
                List.of("nats://127.0.0.1:4222"),
                Optional.empty(),
                Optional.of(folder.resolve("user")),
                Optional.of(folder.resolve("password")));
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
