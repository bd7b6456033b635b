package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.frame.Envelope;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                 | {"clientAddress":"192.0.2.1"}
            {"sentAt":"x","context":{"a":1}}   | {"clientAddress":"192.0.2.1","sentAt":"x","context":{"a":1}}
            """)
    void theAddressStandsBesideWhatTheBodySays(String envelope, String with) {
        assertThat(Envelopes.withAddress(envelope.getBytes(StandardCharsets.UTF_8), "192.0.2.1"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(with);
    }

    @Test
    void theLongestAddressFitsBesideTheLargestEnvelope() throws Exception {
        // Given
        String address = "1111:2222:3333:4444:5555:6666:7777:8888";
        String padding = "x".repeat(Limits.ENVELOPE_BYTES - "{\"context\":{\"p\":\"\"}}".length());
        byte[] largest = ("{\"context\":{\"p\":\"" + padding + "\"}}").getBytes(StandardCharsets.US_ASCII);
        assertThat(largest).hasSize(Limits.ENVELOPE_BYTES);

        // When
        byte[] with = Envelopes.withAddress(largest, address);

        // Then
        assertThat(with).hasSizeLessThanOrEqualTo(Envelope.MAX_BYTES);
        assertThat(ContractJson.EVENTS.readValue(with, Envelope.class).clientAddress())
                .isEqualTo(address);
    }
}
