package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFingerprintTest {
    @TempDir
    private Path folder;

    @Test
    void itTellsAChangedReplacedNewOrGoneFileFromNone() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("a.yaml"), "one");
        FolderFingerprint before = FolderFingerprint.of(folder);
        FileTime time = Files.getLastModifiedTime(file);

        // Then
        assertThat(FolderFingerprint.of(folder)).isEqualTo(before);
        Files.writeString(folder.resolve("notes.txt"), "of no interest");
        assertThat(FolderFingerprint.of(folder)).isEqualTo(before);
        Files.writeString(file, "three");
        assertThat(FolderFingerprint.of(folder)).isNotEqualTo(before);
        replace(file, "one", time);
        assertThat(FolderFingerprint.of(folder))
                .as("another file of equal size and time")
                .isNotEqualTo(before);
        Files.delete(file);
        assertThat(FolderFingerprint.of(folder).files()).isEmpty();
    }

    private static void replace(Path file, String text, FileTime time) throws Exception {
        Path fresh = Files.writeString(file.resolveSibling("fresh"), text);
        Files.setLastModifiedTime(fresh, time);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
