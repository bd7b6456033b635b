package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.catchment.contract.Kind;
import dev.catchment.ingest.SentRequests.Batch;
import dev.catchment.ingest.SentRequests.Single;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What the parser finds in one pass is what {@link RequestOracle} works out on whole trees. */
class RequestParserPropertyTest {
    /** Without exact decimals: a damaged number may have an exponent that no decimal can hold. */
    private static final ObjectReader PLAIN =
            RequestOracle.TREES.reader().without(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** What damage inserts: whatever means something in JSON, and bytes that are no UTF-8. */
    private static final byte[] PIECES = "{}[]:,\"\\u0e+-.1 \n\0tfn'/\u00e9\uFEFF".getBytes(StandardCharsets.UTF_8);

    private enum Damage {
        CUT,
        TAKE_AWAY,
        INSERT,
        REPLACE
    }

    private interface Parse {
        ParsedRequest run() throws Refusal;
    }

    @Property(tries = 2500, edgeCases = EdgeCasesMode.NONE)
    void aBatchIsReadAsItsTreesSay(@ForAll("batches") Batch sent) throws IOException {
        // When
        List<String> outcome = outcome(() -> RequestParser.batch(sent.bytes()));

        // Then
        assertThat(outcome).isEqualTo(RequestOracle.batch(sent));
        Statistics.label("refused").collect(outcome.getFirst().startsWith("refused"));
        Statistics.label("has an accepted event").collect(outcome.getFirst().startsWith("["));
    }

    @Property(tries = 2500, edgeCases = EdgeCasesMode.NONE)
    void aSingleEventIsReadAsItsTreeSays(@ForAll("singles") Single sent, @ForAll Kind path) throws IOException {
        assertThat(outcome(() -> RequestParser.single(path, sent.bytes())))
                .isEqualTo(RequestOracle.single(path, sent.item(), sent.offset()));
    }

    @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
    void whatIsNoJsonIsRefusedAndNothingElseIsForIt(@ForAll("damaged") byte[] body, @ForAll Kind path)
            throws IOException {
        // Given
        Optional<JsonNode> tree = tree(body);

        // When / Then
        refusesOrAgrees(() -> RequestParser.batch(body), tree, tree.map(t -> t.path("batch")));
        refusesOrAgrees(() -> RequestParser.single(path, body), tree, tree.map(List::of));
        Statistics.label("JSON").collect(tree.isPresent());
    }

    private static void refusesOrAgrees(
            Parse parse, Optional<JsonNode> tree, Optional<? extends Iterable<JsonNode>> items) throws IOException {
        try {
            ParsedRequest request = parse.run();
            assertThat(tree).as("a body that is no JSON is taken").isPresent();
            List<JsonNode> all = new ArrayList<>();
            items.orElseThrow().forEach(all::add);
            assertThat(request.events().size() + request.rejected().size()).isEqualTo(all.size());
            for (ParsedEvent event : request.events()) {
                assertThat(PLAIN.readTree(slice(request, event))).isEqualTo(all.get(event.index()));
            }
        } catch (Refusal refusal) {
            boolean notJson = refusal.reason() == Reason.INVALID_JSON || refusal.reason() == Reason.INVALID_ENCODING;
            assertThat(refusal.reason().status()).isEqualTo(400);
            assertThat(notJson && tree.isPresent() && tree.get().isObject())
                    .as(refusal.text())
                    .isFalse();
        }
    }

    /** The plain tree of a body: strict UTF-8, one byte order mark at most, one JSON text. */
    private static Optional<JsonNode> tree(byte[] body) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            JsonNode tree = PLAIN.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
            return tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
        } catch (CharacterCodingException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static List<String> outcome(Parse parse) throws IOException {
        try {
            ParsedRequest request = parse.run();
            List<String> lines = new ArrayList<>();
            request.events().forEach(event -> lines.add(RequestOracle.eventLine(event)));
            request.rejected().forEach(r -> lines.add(RequestOracle.rejection(r.index(), r.reason())));
            lines.add(RequestOracle.key(Optional.ofNullable(request.writeKey())));
            byte[] envelope = request.envelope().length == 0 ? SentRequests.utf8("{}") : request.envelope();
            lines.add(RequestOracle.envelope(RequestOracle.TREES.readTree(envelope), request.direct()));
            return lines;
        } catch (Refusal refusal) {
            return RequestOracle.refused(refusal.reason());
        }
    }

    private static byte[] slice(ParsedRequest request, ParsedEvent event) {
        return Arrays.copyOfRange(request.body(), event.offset(), event.offset() + event.length());
    }

    @Provide
    Arbitrary<Batch> batches() {
        return SentRequests.batches();
    }

    @Provide
    Arbitrary<Single> singles() {
        return SentRequests.singles();
    }

    /** Bodies with a few bytes replaced, inserted or taken away, or cut off. */
    @Provide
    Arbitrary<byte[]> damaged() {
        Arbitrary<byte[]> whole =
                Arbitraries.oneOf(batches().map(Batch::bytes), singles().map(Single::bytes));
        return Combinators.combine(
                        whole,
                        Arbitraries.doubles().between(0, 1).list().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.of(Damage.values()),
                        Arbitraries.integers().between(0, PIECES.length - 1))
                .as((body, places, how, piece) -> {
                    byte[] damaged = body;
                    for (double place : places) {
                        damaged = damage(damaged, (int) (place * damaged.length), how, PIECES[piece]);
                    }
                    return damaged;
                });
    }

    private static byte[] damage(byte[] body, int at, Damage damage, byte piece) {
        if (damage == Damage.CUT || at == body.length) {
            return Arrays.copyOf(body, at);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 1);
        out.write(body, 0, at);
        if (damage != Damage.TAKE_AWAY) {
            out.write(piece);
        }
        int rest = damage == Damage.INSERT ? at : at + 1;
        out.write(body, rest, body.length - rest);
        return out.toByteArray();
    }
}
