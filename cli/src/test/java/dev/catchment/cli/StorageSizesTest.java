package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageSizesTest {
    private static final long GIB = 1L << 30;

    @Test
    void aLargeDiskGetsTheStandardSizes() {
        assertThat(StorageSizes.fitted(1000 * GIB)).isEqualTo(new StorageSizes(4 * GIB, 16 * GIB));
    }

    @Test
    void aSmallDiskIsFilledToFourFifthsAtMost() {
        // When
        StorageSizes sizes = StorageSizes.fitted(10 * GIB);

        // Then
        double all = sizes.logBytes() * 1.75 + sizes.archiveBytes() + StorageSizes.PLAN_BYTES * 4.5;
        assertThat(all).isBetween(7.9 * GIB, 8.0 * GIB);
    }

    @Test
    void theyStayAsTheyWereAtTheFirstRun(@TempDir Path folder) throws Exception {
        // Given
        StorageSizes first = StorageSizes.of(folder);

        // When
        StorageSizes second = StorageSizes.of(folder);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(folder.resolve("sizes.json")).exists();
    }
}
