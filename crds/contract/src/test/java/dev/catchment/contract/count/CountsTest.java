package dev.catchment.contract.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountsTest {
    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant LATER = SINCE.plusSeconds(10);
    private static final SourceCounts WEB =
            new SourceCounts(12, Map.of("event_not_string", 3L, "bad_request", 1L), LATER);
    private static final IngestCounts COUNTS =
            new IngestCounts("acme-ingest-1", SINCE, Map.of("web", WEB, "app", SourceCounts.NONE));

    @Test
    void whatIsWrittenIsRead() throws Exception {
        // Given
        FoldedCounts folded = FoldedCounts.EMPTY.plus(COUNTS);

        // Then
        assertThat(IngestCounts.parse(COUNTS.toJson())).isEqualTo(COUNTS);
        assertThat(FoldedCounts.parse(folded.toJson())).isEqualTo(folded);
    }

    @Test
    void theFormOfVersionOneNeverChanges() throws Exception {
        assertThat(text(COUNTS.toJson())).isEqualTo("""
                {"instance":"acme-ingest-1","since":"2026-01-02T03:04:05Z","sources":{"app":{"accepted":0,"refused":{}},\
                "web":{"accepted":12,"lastAccepted":"2026-01-02T03:04:15Z","refused":{"bad_request":1,"event_not_string":3}}},\
                "version":1}""");
        assertThat(text(FoldedCounts.EMPTY
                        .plus(new IngestCounts("i", SINCE, Map.of()))
                        .toJson()))
                .isEqualTo("""
                {"held":{"i":"2026-01-02T03:04:05Z"},"sources":{},"version":1}""");
    }

    @Test
    void aReaderTakesWhatANewerWriterAddsAndDoesWithoutWhatIsAbsent() throws Exception {
        // When
        IngestCounts newer = IngestCounts.parse(bytes("""
                {"version":1,"instance":"i","since":"2026-01-02T03:04:05Z","region":"eu","sources":
                 {"web":{"accepted":1,"refused":{"a_code_of_tomorrow":2},"sampled":{"x":1}},"app":{"accepted":0}}}"""));
        IngestCounts least =
                IngestCounts.parse(bytes("{\"version\":0,\"instance\":\"i\",\"since\":\"2026-01-02T03:04:05Z\"}"));
        FoldedCounts folded = FoldedCounts.parse(bytes("{\"version\":1,\"from\":\"tomorrow\"}"));

        // Then
        assertThat(newer.sources())
                .containsEntry("web", new SourceCounts(1, Map.of("a_code_of_tomorrow", 2L), null))
                .containsEntry("app", SourceCounts.NONE);
        assertThat(least.sources()).isEmpty();
        assertThat(folded).isEqualTo(FoldedCounts.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"version\":1}",
                "{\"version\":2,\"instance\":\"i\",\"since\":\"2026-01-02T03:04:05Z\"}",
                "{\"version\":1,\"instance\":\"i\",\"since\":\"yesterday\"}",
                "{\"version\":1,\"instance\":\"i\",\"since\":\"2026-01-02T03:04:05Z\",\"sources\":{\"web\":{}}}",
                "{\"version\":1,\"instance\":\"i\",\"since\":\"2026-01-02T03:04:05Z\",\"sources\":{\"web\":null}}"
            })
    void whatIsNoDocumentIsRefused(String json) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> IngestCounts.parse(bytes(json)));
    }

    @Test
    void countsAddUp() {
        assertThat(WEB.plus(new SourceCounts(1, Map.of("bad_request", 2L, "x", 1L), SINCE)))
                .isEqualTo(new SourceCounts(13, Map.of("event_not_string", 3L, "bad_request", 3L, "x", 1L), LATER));
        assertThat(SourceCounts.NONE.plus(WEB)).isEqualTo(WEB);
        assertThat(WEB.plus(SourceCounts.NONE)).isEqualTo(WEB);
    }

    @Property
    void whoIsFoldedInWhichOrderAndHowOftenIsNothing(@ForAll @Size(max = 8) Map<Integer, Integer> accepted) {
        // Given
        FoldedCounts up = FoldedCounts.EMPTY;
        FoldedCounts down = FoldedCounts.EMPTY;

        // When
        for (IngestCounts each : counts(new TreeMap<>(accepted)).values()) {
            up = up.plus(each).plus(each);
        }
        for (IngestCounts each : counts(new TreeMap<>(accepted)).descendingMap().values()) {
            down = down.plus(each);
        }

        // Then
        assertThat(up).isEqualTo(down);
        long sum = accepted.values().stream().mapToLong(Integer::longValue).sum();
        assertThat(up.sources().values().stream()
                        .mapToLong(SourceCounts::accepted)
                        .sum())
                .isEqualTo(sum);
    }

    @Test
    void anotherCountingUnderTheSameNameIsFoldedToo() {
        // When
        FoldedCounts folded =
                FoldedCounts.EMPTY.plus(COUNTS).plus(new IngestCounts("acme-ingest-1", LATER, Map.of("web", WEB)));

        // Then
        assertThat(folded.sources()).containsEntry("web", WEB.plus(WEB));
    }

    @Test
    void theOldestHeldIsForgottenSoThatTheDocumentStaysSmall() throws Exception {
        // Given
        FoldedCounts folded = FoldedCounts.EMPTY;

        // When
        for (int i = 0; i < 600; i++) {
            folded = folded.plus(new IngestCounts("acme-ingest-" + i, SINCE.plusSeconds(i), Map.of("web", WEB)));
        }

        // Then
        assertThat(folded.held()).hasSize(500).containsKey("acme-ingest-599").doesNotContainKey("acme-ingest-99");
        assertThat(folded.sources()).hasSize(1);
        assertThat(folded.sources().get("web").accepted()).isEqualTo(12 * 600);
    }

    @Test
    void sourcesSpreadOverTheShardsAndAFullOneFitsIntoAMessage() throws Exception {
        // Given
        Map<Integer, Map<String, SourceCounts>> shards = new HashMap<>();
        Map<String, Long> refused = new TreeMap<>();
        for (int i = 0; i < 38; i++) {
            refused.put("a_reason_of_average_length_" + i, 1_000_000L + i);
        }

        // When
        for (int i = 0; i < 8000; i++) {
            String source = "source-with-a-name-" + i;
            shards.computeIfAbsent(CountShards.of(source), _ -> new HashMap<>())
                    .put(source, new SourceCounts(1_000_000, refused, SINCE));
        }

        // Then
        assertThat(shards).hasSize(CountShards.NUMBER);
        for (Map<String, SourceCounts> shard : shards.values()) {
            assertThat(new IngestCounts("acme-ingest-1", SINCE, shard).toJson().length)
                    .isLessThan(1 << 20);
        }
    }

    private static NavigableMap<Integer, IngestCounts> counts(Map<Integer, Integer> accepted) {
        NavigableMap<Integer, IngestCounts> counts = new TreeMap<>();
        accepted.forEach((i, number) -> counts.put(
                i,
                new IngestCounts(
                        "i" + i,
                        SINCE,
                        Map.of("s" + i % 3, new SourceCounts(number, Map.of(), SINCE.plusSeconds(i))))));
        return counts;
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
