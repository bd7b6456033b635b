package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import dev.catchment.contract.frame.EventComposer;
import dev.catchment.contract.frame.Frame;
import dev.catchment.contract.frame.FrameBuilder;
import dev.catchment.contract.frame.FrameEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Coverage-guided search for a body that the parser neither refuses nor reads right. Without {@code JAZZER_FUZZ=1} only
 * the inputs kept in {@code RequestParserFuzzTestInputs} are run.
 */
class RequestParserFuzzTest {
    private static final Hash128 KEY = new Hash128(1, 2);

    /** The first byte chooses how the rest came: as a batch, or as one event on the path of a kind. */
    @FuzzTest(maxDuration = "6s")
    void anyBody(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        Kind[] kinds = Kind.values();
        int way = Math.floorMod(input[0], kinds.length + 1);
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        ParsedRequest request;
        try {
            request = way == kinds.length ? RequestParser.batch(body) : RequestParser.single(kinds[way], body);
        } catch (Refusal refusal) {
            assertThat(refusal.reason().status()).isEqualTo(400);
            assertThat(refusal.text()).isNotEmpty();
            return;
        }
        assertThat(request.events().size() + request.rejected().size()).isBetween(1, Limits.BATCH_EVENTS);
        for (ParsedEvent event : request.events()) {
            canBeReadLater(request, event);
        }
    }

    /** What is taken is one JSON object within the limits of every reader, and passes through a frame. */
    private static void canBeReadLater(ParsedRequest request, ParsedEvent event) throws Exception {
        assertThat(event.length()).isBetween(2, Limits.EVENT_BYTES);
        byte[] slice = Arrays.copyOfRange(request.body(), event.offset(), event.offset() + event.length());
        JsonNode tree = ContractJson.EVENTS.readTree(slice);
        assertThat(tree.isObject()).isTrue();
        assertThat(tree.hasNonNull("userId") || tree.hasNonNull("anonymousId")).isTrue();
        FrameBuilder builder = new FrameBuilder(FrameWriter.MAX_BYTES);
        builder.add(new FrameEvent(
                "web",
                event.kind(),
                request.envelope(),
                request.body(),
                event.offset(),
                event.length(),
                false,
                KEY,
                KEY));
        Frame frame = Frame.decode(builder.build(UUID.randomUUID(), Instant.EPOCH));
        assertThat(frame.body(0)).isEqualTo(slice);
        assertThat(ContractJson.EVENTS.writeValueAsBytes(EventComposer.compose(frame, 0)))
                .isNotEmpty();
    }
}
