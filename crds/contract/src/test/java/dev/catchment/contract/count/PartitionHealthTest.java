package dev.catchment.contract.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionHealthTest {

    @Test
    void theFormOfVersionOneNeverChanges() throws Exception {
        // Given
        PartitionHealth health =
                new PartitionHealth(3, 12, "frames 5 to 16 are gone", Instant.parse("2026-01-02T03:04:05Z"));

        // Then
        assertThat(new String(health.toBytes(), StandardCharsets.UTF_8)).isEqualTo("""
                {"epoch":3,"lastLoss":"frames 5 to 16 are gone","lastLossAt":"2026-01-02T03:04:05Z","lostFrames":12,"version":1}""");
        assertThat(PartitionHealth.parse(health.toBytes())).isEqualTo(health);
    }

    @Test
    void aReaderTakesWhatANewerWriterAdds() throws Exception {
        assertThat(parse("{\"version\":1,\"epoch\":2,\"lostFrames\":0,\"fill\":0.5}"))
                .isEqualTo(new PartitionHealth(2, 0, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"version\":2,\"epoch\":1,\"lostFrames\":0}"})
    void whatIsNoDocumentIsRefused(String json) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> parse(json));
    }

    private static PartitionHealth parse(String json) throws IOException {
        return PartitionHealth.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
