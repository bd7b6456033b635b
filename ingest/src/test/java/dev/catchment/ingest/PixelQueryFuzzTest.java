package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Coverage-guided search for a pixel's query that is neither refused nor becomes an event. Without
 * {@code JAZZER_FUZZ=1} only the inputs kept in {@code PixelQueryFuzzTestInputs} are run.
 */
class PixelQueryFuzzTest {
    /** The bytes are the query as it stands in the request. */
    @FuzzTest(maxDuration = "4s")
    void anyQuery(byte[] bytes) throws Exception {
        String query = new String(bytes, StandardCharsets.ISO_8859_1);
        ParsedRequest request;
        try {
            request = RequestParser.single(Kind.TRACK, PixelQuery.body(query));
        } catch (Refusal refusal) {
            assertThat(refusal.reason().status()).isEqualTo(400);
            assertThat(refusal.text()).isNotEmpty();
            return;
        }
        ParsedEvent event = request.events().getFirst();
        JsonNode tree = ContractJson.EVENTS.readTree(request.body());
        assertThat(tree.get("event").textValue()).isNotEmpty();
        assertThat(tree.hasNonNull("userId") || tree.hasNonNull("anonymousId")).isTrue();
        assertThat(event.user()).isNotEmpty();
    }
}
