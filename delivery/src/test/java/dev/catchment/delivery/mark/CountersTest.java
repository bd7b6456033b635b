package dev.catchment.delivery.mark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.ContractJson;
import dev.catchment.delivery.mark.Counters.From;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CountersTest {
    private static final Outcome RULE = new Outcome.Filtered("FILTERED_BY_RULES");

    @Test
    void everySourceIsCountedAlone() {
        // Given
        Counters counters = new Counters(Counts.NONE);

        // When
        counters.failed("web");
        counters.add(From.LOG, "web", Outcome.DELIVERED, 1);
        counters.add(From.LOG, "web", RULE, 0);
        counters.add(From.LOG, "app", Outcome.MOVED, 3);

        // Then
        assertThat(counters.counts().sources())
                .containsOnlyKeys("app", "web")
                .containsEntry(
                        "web", new Counts(1, 0, 0, 0, 0, 0, 1, 1, new TreeMap<>(Map.of("FILTERED_BY_RULES", 1L))))
                .containsEntry("app", new Counts(0, 0, 0, 0, 0, 1, 0, 1, new TreeMap<>()));
    }

    @Test
    void sourcesBeyondTheMostAreCountedTogether() {
        // Given
        Counters counters = new Counters(Counts.NONE);

        // When
        for (int i = 0; i < 50; i++) {
            counters.add(From.LOG, "source-" + i, Outcome.DELIVERED, 0);
        }

        // Then
        Counts counts = counters.counts();
        assertThat(counts.delivered()).isEqualTo(50);
        assertThat(counts.sources())
                .hasSize(Counters.MOST_SOURCES + 1)
                .containsKeys("source-0", "source-31")
                .doesNotContainKey("source-32");
        assertThat(counts.sources().get(Counters.OTHER_SOURCES).delivered()).isEqualTo(18);
        // When the next director goes on
        Counters next = new Counters(counts);
        next.add(From.LOG, "source-0", Outcome.DELIVERED, 0);
        next.add(From.LOG, "source-40", Outcome.DELIVERED, 0);
        // Then
        assertThat(next.counts().sources()).hasSize(Counters.MOST_SOURCES + 1);
        assertThat(next.counts().sources().get("source-0").delivered()).isEqualTo(2);
        assertThat(next.counts().sources().get(Counters.OTHER_SOURCES).delivered())
                .isEqualTo(19);
    }

    @Test
    void whatAnEarlierReleaseStoredIsReadAndStaysInTheSum() throws Exception {
        // Given
        String stored = """
                {"deadLettered":2,"delivered":7,"disabled":0,"discarded":0,"failedAttempts":5,
                 "filtered":{"FILTERED_BY_RULES":3},"retried":1}""";

        // When
        Counts read = ContractJson.DOCUMENTS.readValue(stored, Counts.class);
        Counters counters = new Counters(read);
        counters.add(From.LOG, "web", Outcome.DELIVERED, 0);

        // Then
        assertThat(read).isEqualTo(new Counts(7, 0, 2, 0, 0, 0, 5, 1, new TreeMap<>(Map.of("FILTERED_BY_RULES", 3L))));
        assertThat(counters.counts().delivered()).isEqualTo(8);
        assertThat(counters.counts().sources())
                .containsOnlyKeys("web", Counters.OTHER_SOURCES)
                .containsEntry(Counters.OTHER_SOURCES, read);
    }

    @Test
    void theStoredFormLeavesOutWhatIsZeroAndIsReadAsItWasWritten() throws Exception {
        // Given
        Counters counters = new Counters(Counts.NONE);
        counters.add(From.LOG, "web", Outcome.DELIVERED, 0);
        counters.add(From.LETTERS, "web", RULE, 0);
        counters.add(From.LOG, "web", new Outcome.DeadLettered("FILTER_ERROR"), 0);
        Counts counts = counters.counts();

        // When
        String json = ContractJson.DOCUMENTS.writeValueAsString(counts);

        // Then
        assertThat(json).isEqualTo("""
                {"deadLettered":1,"deadLetteredBy":{"FILTER_ERROR":1},"delivered":1,"filtered":{"FILTERED_BY_RULES":1},\
                "redriven":1,"sources":{"web":{"deadLettered":1,"deadLetteredBy":{"FILTER_ERROR":1},"delivered":1,\
                "filtered":{"FILTERED_BY_RULES":1},"redriven":1}}}""");
        assertThat(ContractJson.DOCUMENTS.readValue(json, Counts.class)).isEqualTo(counts);
        assertThat(ContractJson.DOCUMENTS.writeValueAsString(Counts.NONE)).isEqualTo("{}");
    }

    @Test
    void anEventLeavesTheRetryTiersWhereItEnteredThem() {
        // Given a source that was moved when it was not counted by name
        Counts before = new Counts(0, 0, 0, 0, 0, 1, 3, 1, new TreeMap<>());
        Counters counters = new Counters(before);
        counters.add(From.LOG, "web", Outcome.DELIVERED, 0);

        // When
        counters.add(From.TIER, "web", Outcome.DELIVERED, 0);

        // Then
        assertThat(counters.counts().retrying()).isZero();
        assertThat(counters.counts().sources().values()).allMatch(counts -> counts.retrying() == 0);
    }

    @RepeatedTest(50)
    void theSourcesSumUpToTheWhole(RepetitionInfo repetition) {
        // Given
        Random random = new Random(repetition.getCurrentRepetition());
        Outcome[] outcomes = {
            Outcome.DELIVERED,
            Outcome.DISABLED,
            new Outcome.DeadLettered("BAD_REQUEST"),
            new Outcome.DeadLettered("FILTER_ERROR"),
            Outcome.MOVED,
            RULE
        };
        Counters counters = new Counters(Counts.NONE);
        Map<String, Integer> inTiers = new HashMap<>();

        // When
        for (int i = 0; i < 2000; i++) {
            String source = "source-" + random.nextInt(40);
            Outcome outcome = outcomes[random.nextInt(outcomes.length)];
            From place = inTiers.getOrDefault(source, 0) > 0 && random.nextBoolean() ? From.TIER : From.LOG;
            counters.add(place, source, outcome, random.nextInt(3));
            int more = (outcome == Outcome.MOVED ? 1 : 0) - (place == From.TIER ? 1 : 0);
            inTiers.merge(source, more, Integer::sum);
            if (random.nextInt(100) == 0) {
                Counts stored = counters.counts();
                counters = new Counters(random.nextInt(3) == 0 ? stored.withoutSources() : stored);
            }
        }

        // Then
        Counts counts = counters.counts();
        Tally rest = new Tally(Counts.NONE);
        rest.addRest(counts, counts.sources().values());
        assertThat(rest.counts()).isEqualTo(Counts.NONE);
        assertThat(counts.deadLetteredBy().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(counts.deadLettered());
        assertThat(counts.retrying())
                .isEqualTo(inTiers.values().stream().mapToInt(Integer::intValue).sum());
    }
}
