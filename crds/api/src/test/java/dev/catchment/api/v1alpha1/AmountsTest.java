package dev.catchment.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({"1s,1", "5m,300", "24h,86400", "365d,31536000", "999999d,86399913600"})
    void durationsAreReadInSeconds(String text, long seconds) {
        // Given // When
        long read = Amounts.seconds(text);

        // Then
        assertThat(read).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({"512,512", "1Ki,1024", "16Mi,16777216", "50Gi,53687091200", "2Ti,2199023255552"})
    void sizesAreReadInBytes(String text, long bytes) {
        // Given // When
        long read = Amounts.bytes(text);

        // Then
        assertThat(read).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "5", "1.5h", "5 m", "-1d", "1w"})
    void whatIsNoDurationIsRefused(String text) {
        // Given // When // Then
        assertThatIllegalArgumentException().isThrownBy(() -> Amounts.seconds(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1K", "1GB", "1.5Gi", "-1"})
    void whatIsNoSizeIsRefused(String text) {
        // Given // When // Then
        assertThatIllegalArgumentException().isThrownBy(() -> Amounts.bytes(text));
    }
}
