package dev.catchment.delivery.mark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MarkTrackerTest {
    private static final class Event extends Open {
        Event(long position) {
            super(position);
        }

        @Override
        public String source() {
            return position() % 2 == 0 ? "web" : "app";
        }

        @Override
        public long receivedMillis() {
            return 1000 * position();
        }
    }

    @Test
    void theMarkNamesWhatIsOpenAndTheCountersWhatIsNot() {
        // Given
        MarkTracker tracker = tracker(new Mark(10, new long[0]), Counts.NONE);
        Event first = open(tracker, 10);
        Event second = open(tracker, 11);
        open(tracker, 13);

        // When
        tracker.resolve(second, Outcome.DELIVERED, 2);
        tracker.settle(14, "web", new Outcome.Filtered("RULE"));

        // Then
        assertThat(tracker.mark()).isEqualTo(new Mark(15, new long[] {10, 13}));
        assertThat(tracker.lowest()).isEqualTo(10);
        TreeMap<String, Long> filtered = new TreeMap<>(Map.of("RULE", 1L));
        assertThat(tracker.counts())
                .isEqualTo(new Counts(
                        1,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        1,
                        filtered,
                        new TreeMap<>(Map.of(
                                "app", new Counts(1, 0, 0, 0, 0, 0, 0, 1, new TreeMap<>()),
                                "web", new Counts(0, 0, 0, 0, 0, 0, 0, 0, filtered)))));
        assertThat(tracker.oldestHeld()).contains(Instant.ofEpochSecond(10));
        tracker.resolve(first, new Outcome.DeadLettered("BAD_REQUEST"), 1);
        assertThat(tracker.lowest()).isEqualTo(13);
        assertThat(tracker.counts().retried()).isEqualTo(1);
    }

    @Test
    void whatTheReaderPassesWithoutOfferingIsNoLongerOpen() {
        // Given
        MarkTracker tracker = tracker(new Mark(100, new long[] {5, 50, 70}), Counts.NONE);

        // When
        boolean resolvedWanted = tracker.wants(6);
        Event fifty = open(tracker, 50);
        tracker.reached(80);

        // Then
        assertThat(resolvedWanted).isFalse();
        assertThat(tracker.mark()).isEqualTo(new Mark(100, new long[] {50}));
        tracker.resolve(fifty, Outcome.DELIVERED, 0);
        assertThat(tracker.lowest()).isEqualTo(100);
    }

    @Test
    void whatIsPassedOverStaysOpenAndIsWantedAfterARewind() {
        // Given
        MarkTracker tracker = tracker(new Mark(10, new long[0]), Counts.NONE);
        tracker.defer(10);
        Event failed = open(tracker, 11);
        tracker.defer(failed);
        Event other = open(tracker, 12);
        tracker.resolve(other, Outcome.DELIVERED, 0);
        tracker.reached(20);

        // When / Then
        assertThat(tracker.mark()).isEqualTo(new Mark(20, new long[] {10, 11}));
        assertThat(tracker.lowest()).isEqualTo(10);
        assertThat(tracker.openCount()).isEqualTo(2);
        assertThat(tracker.wants(10)).isFalse();
        tracker.rewind();
        assertThat(tracker.wants(10)).isTrue();
        assertThat(tracker.wants(11)).isTrue();
        assertThat(tracker.wants(12)).isFalse();
        assertThat(tracker.mark()).isEqualTo(new Mark(20, new long[] {10, 11}));
    }

    @Test
    void anEventThatGoesOnToATierIsCountedThereUntilItIsResolved() {
        // Given
        Counters counters = new Counters(Counts.NONE);
        MarkTracker log = new MarkTracker(new Mark(10, new long[0]), counters, Counters.From.LOG);
        MarkTracker tier = new MarkTracker(new Mark(1, new long[0]), counters, Counters.From.TIER);
        MarkTracker letters = new MarkTracker(new Mark(1, new long[0]), counters, Counters.From.LETTERS);

        // When / Then
        log.resolve(open(log, 10), Outcome.MOVED, 6);
        assertThat(counters.counts().retrying()).isEqualTo(1);
        tier.resolve(open(tier, 5), Outcome.MOVED, 1);
        assertThat(counters.counts().retrying()).isEqualTo(1);
        tier.resolve(open(tier, 6), new Outcome.DeadLettered("BAD_REQUEST"), 1);
        assertThat(counters.counts().retrying()).isZero();
        assertThat(counters.counts().deadLetteredBy()).isEqualTo(Map.of("BAD_REQUEST", 1L));
        letters.resolve(open(letters, 7), Outcome.DELIVERED, 0);
        assertThat(counters.counts())
                .extracting(Counts::deadLettered, Counts::redriven, Counts::delivered)
                .containsExactly(1L, 1L, 1L);
        assertThat(counters.counts().retried()).isEqualTo(1);
    }

    @Test
    void aGapTakesWhatWasOpenInItAndASetBackWhatCameAfter() {
        // Given
        MarkTracker gap = tracker(new Mark(100, new long[] {5, 50, 70}), Counts.NONE);
        MarkTracker back = tracker(new Mark(100, new long[] {5, 50, 70}), Counts.NONE);

        // When
        gap.forget(40, 60);
        back.setBack(60);

        // Then
        assertThat(gap.mark()).isEqualTo(new Mark(100, new long[] {5, 70}));
        assertThat(back.mark()).isEqualTo(new Mark(60, new long[] {5, 50}));
        assertThat(back.wants(70)).isTrue();
    }

    /** Offers in order, resolves in any order, parks and crashes at any moment: every event is counted exactly once. */
    @RepeatedTest(200)
    void everyEventIsCountedOnceWhateverHappens(RepetitionInfo repetition) {
        // Given
        Random random = new Random(repetition.getCurrentRepetition());
        int events = 200;
        MarkTracker tracker = tracker(new Mark(0, new long[0]), Counts.NONE);
        Map<Long, Integer> resolved = new HashMap<>();
        List<Event> open = new ArrayList<>();
        Mark stored = tracker.mark();
        Counts storedCounts = tracker.counts();
        Map<Long, Integer> resolvedWhenStored = new HashMap<>();
        long cursor = 0;

        // When
        while (cursor < events || !open.isEmpty()) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    tracker.rewind();
                    open.clear();
                    cursor = tracker.lowest();
                }
                case 1 -> {
                    tracker = tracker(stored, storedCounts);
                    resolved = new HashMap<>(resolvedWhenStored);
                    open.clear();
                    cursor = tracker.lowest();
                }
                case 2 -> {
                    stored = tracker.mark();
                    storedCounts = tracker.counts();
                    resolvedWhenStored = new HashMap<>(resolved);
                }
                case 3, 4, 5, 6 -> {
                    if (!open.isEmpty()) {
                        Event event = open.remove(random.nextInt(open.size()));
                        tracker.resolve(event, Outcome.DELIVERED, 0);
                        resolved.merge(event.position(), 1, Integer::sum);
                    }
                }
                default -> {
                    if (cursor < events) {
                        if (tracker.wants(cursor)) {
                            open.add(open(tracker, cursor));
                        }
                        cursor++;
                    }
                }
            }
        }

        // Then
        assertThat(tracker.counts().delivered()).isEqualTo(events);
        assertThat(tracker.counts().sources().values())
                .extracting(Counts::delivered)
                .containsExactly(events / 2L, events / 2L);
        assertThat(resolved).hasSize(events);
        assertThat(resolved.values()).containsOnly(1);
        assertThat(tracker.mark()).isEqualTo(new Mark(events, new long[0]));
    }

    @Test
    void aCheckpointIsReadBackAsItWasWritten() {
        // Given
        Mark mark = new Mark((7L << 16) | 300, new long[] {1, 2, 3, 131, (1L << 46) + 5});

        // When
        StoredSink stored = StoredSink.of(mark, Counts.NONE, "live", null);

        // Then
        assertThat(stored.next()).isEqualTo("7:300");
        assertThat(stored.mark()).isEqualTo(mark);
    }

    private static MarkTracker tracker(Mark mark, Counts counts) {
        return new MarkTracker(mark, new Counters(counts), Counters.From.LOG);
    }

    private static Event open(MarkTracker tracker, long position) {
        assertThat(tracker.wants(position)).isTrue();
        Event event = new Event(position);
        tracker.open(event);
        return event;
    }
}
