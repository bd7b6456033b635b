package dev.catchment.contract.undelivered;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Position;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static final JsonNode EVENT = ContractJson.EVENTS.createObjectNode().put("messageId", "m1");

    @Test
    void whatIsWrittenIsRead() throws Exception {
        DeadLetter letter = letter("body", "answer", null);
        assertThat(DeadLetter.parse(letter.toJson())).isEqualTo(letter);
        assertThat(letter.toStoredJson()).isEqualTo(letter.toJson());
        assertThat(letter.positions()).containsExactly(new Position(7, 3));
    }

    @Test
    void oneThatStandsForSeveralEventsNamesTheirPlaces() throws Exception {
        // Given
        DeadLetter letter = letter("", "", List.of(3, 5, 6));

        // When
        DeadLetter read = DeadLetter.parse(letter.toJson());

        // Then
        assertThat(read.event()).isNull();
        assertThat(read.positions()).containsExactly(new Position(7, 3), new Position(7, 5), new Position(7, 6));
    }

    @Test
    void aLargeRequestGivesWayFirstAndThenTheAnswer() throws Exception {
        // Given
        String control = "\u0001".repeat(200_000);

        // When
        byte[] withAnswer = letter(control, "what the tool said", null).toStoredJson();
        byte[] without = letter(control, control, null).toStoredJson();

        // Then
        assertThat(withAnswer.length).isLessThanOrEqualTo(DeadLetter.MAX_BYTES);
        assertThat(DeadLetter.parse(withAnswer).answer()).isEqualTo("what the tool said");
        assertThat(DeadLetter.parse(withAnswer).request().body()).startsWith("[cut");
        assertThat(without.length).isLessThanOrEqualTo(DeadLetter.MAX_BYTES);
        assertThat(DeadLetter.parse(without).answer()).startsWith("[cut");
        assertThat(DeadLetter.parse(without).event()).isEqualTo(EVENT);
    }

    private static DeadLetter letter(String body, String answer, @Nullable List<Integer> indexes) {
        return new DeadLetter(
                DeadLetter.VERSION,
                "crm",
                0,
                "7:3",
                indexes,
                "web",
                LetterReason.BAD_REQUEST.name(),
                "refused",
                1,
                null,
                "2026-01-02T03:04:05Z",
                null,
                new DeadLetter.Request("POST", "https://example.com/", Map.of("a", "b"), body),
                400,
                answer,
                indexes == null ? EVENT : null);
    }
}
