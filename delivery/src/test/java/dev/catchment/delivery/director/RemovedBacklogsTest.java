package dev.catchment.delivery.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Position;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.delivery.mark.StoredTier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RemovedBacklogsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration DAY = Duration.ofHours(24);
    private static final SortedMap<String, StoredTier> NO_RETRIES = new TreeMap<>();
    private static final Counts TEN = new Counts(0, 0, 0, 0, 10, 0, 0, 0, new TreeMap<>());

    private final List<String> changed = new ArrayList<>();
    private final RemovedBacklogs backlogs = new RemovedBacklogs(Map.of(), DAY, changed::add);

    @Test
    void isOverdueADayAfterItWasFirstLookedAtByTheBrokersClock() {
        // Given
        backlogs.add("crm", stored(5), 9);

        // When
        backlogs.look(NOW);
        backlogs.look(NOW.plus(DAY));

        // Then
        assertThat(backlogs.overdue(NOW.plus(DAY))).isEmpty();
        assertThat(backlogs.overdue(NOW.plus(DAY).plusMillis(1)))
                .hasValueSatisfying(backlog -> assertThat(backlog.name()).isEqualTo("crm"));
        assertThat(backlogs.shard(MarksStore.shardOf("crm")).get("crm").removal())
                .satisfies(removal -> assertThat(removal.seen()).isEqualTo(NOW.toEpochMilli()));
    }

    @Test
    void theOldestHoldsTheLogUntilItIsDiscardedAndItsCountStaysAMonth() {
        // Given
        backlogs.add("crm", stored(5), 9);
        backlogs.add("ads", stored(7), 9);
        backlogs.look(NOW);
        RemovedBacklogs.Backlog oldest = backlogs.oldest().orElseThrow();
        assertThat(oldest.lowest()).isEqualTo(5);

        // When
        boolean discarded = backlogs.discard(oldest, TEN, NO_RETRIES, NOW);

        // Then
        assertThat(discarded).isTrue();
        assertThat(backlogs.oldest().orElseThrow().name()).isEqualTo("ads");
        assertThat(backlogs.discarded()).containsExactly(Map.entry("crm", 10L));
        backlogs.look(NOW.plus(Duration.ofDays(30)));
        assertThat(backlogs.discarded()).hasSize(1);
        backlogs.look(NOW.plus(Duration.ofDays(30)).plusMillis(1));
        assertThat(backlogs.discarded()).isEmpty();
    }

    @Test
    void aNameThatIsBackIsNotDiscardedAndGoesOnWhereItWas() {
        // Given
        backlogs.add("crm", stored(5), 9);
        RemovedBacklogs.Backlog backlog = backlogs.oldest().orElseThrow();

        // When
        StoredSink back = backlogs.reclaim("crm", 20).orElseThrow();

        // Then
        assertThat(back.mark()).isEqualTo(Mark.at(new Position(5, 0)));
        assertThat(backlogs.discard(backlog, TEN, NO_RETRIES, NOW)).isFalse();
        assertThat(backlogs.oldest()).isEmpty();
    }

    @Test
    void aNameThatIsBackTooLateBeginsAtTheHeadWithItsCounts() {
        // Given
        backlogs.add("crm", stored(5), 9);
        backlogs.discard(backlogs.oldest().orElseThrow(), TEN, NO_RETRIES, NOW);

        // When
        StoredSink back = backlogs.reclaim("crm", 20).orElseThrow();

        // Then
        assertThat(back.mark()).isEqualTo(Mark.at(new Position(20, 0)));
        assertThat(back.counts()).isEqualTo(TEN);
    }

    private static StoredSink stored(long frame) {
        return StoredSink.of(Mark.at(new Position(frame, 0)), Counts.NONE, "PARKED", null);
    }
}
