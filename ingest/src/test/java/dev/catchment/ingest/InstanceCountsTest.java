package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.count.CountShards;
import dev.catchment.contract.count.IngestCounts;
import dev.catchment.contract.count.SourceCounts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstanceCountsTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant BEFORE = START.minusSeconds(3600);

    private final SourceMeters web = new SourceMeters(new SimpleMeterRegistry(), "web");
    private final Map<String, SourceMeters> meters = new HashMap<>(Map.of("web", web));
    private final InstanceCounts counts = new InstanceCounts("a", meters, START);

    @Test
    void theTimeOfTheLastEventStandsStillWhileNoneComes() {
        // Given
        assertThat(read(START)).isEmpty();
        web.accepted(3);

        // When
        Map<String, SourceCounts> first = read(START.plusSeconds(10));
        web.rejected(Reason.BAD_REQUEST, 1);
        Map<String, SourceCounts> second = read(START.plusSeconds(20));
        web.accepted(1);
        Map<String, SourceCounts> third = read(START.plusSeconds(30));

        // Then
        assertThat(first).containsEntry("web", new SourceCounts(3, Map.of(), START.plusSeconds(10)));
        assertThat(second).containsEntry("web", new SourceCounts(3, Map.of("bad_request", 1L), START.plusSeconds(10)));
        assertThat(third).containsEntry("web", new SourceCounts(4, Map.of("bad_request", 1L), START.plusSeconds(30)));
    }

    @Test
    void anEarlierProcessOfTheNameIsAddedOnceAndItsBeginningStays() {
        // Given
        int shard = CountShards.of("web");
        SourceCounts earlier = new SourceCounts(5, Map.of("bad_request", 2L), BEFORE);
        counts.continueFrom(shard, new IngestCounts("a", BEFORE, Map.of("web", earlier)));

        // When
        web.accepted(1);
        read(START);
        IngestCounts document = Objects.requireNonNull(counts.read(START.plusSeconds(10))[shard]);

        // Then
        assertThat(document)
                .isEqualTo(new IngestCounts(
                        "a", BEFORE, Map.of("web", new SourceCounts(6, Map.of("bad_request", 2L), START))));
    }

    @Test
    void aSourceThatIsNewCountsAndOneThatSentNothingIsLeftOut() {
        // When
        SourceMeters app = new SourceMeters(new SimpleMeterRegistry(), "app");
        meters.put("app", app);
        app.rejected(Reason.SOURCE_DISABLED, 2);

        // Then
        assertThat(read(START)).isEqualTo(Map.of("app", new SourceCounts(0, Map.of("source_disabled", 2L), null)));
    }

    private Map<String, SourceCounts> read(Instant now) {
        Map<String, SourceCounts> all = new HashMap<>();
        @Nullable IngestCounts[] documents = counts.read(now);
        Stream.of(documents).filter(Objects::nonNull).forEach(document -> all.putAll(document.sources()));
        return all;
    }
}
