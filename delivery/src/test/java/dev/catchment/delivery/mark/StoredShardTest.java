package dev.catchment.delivery.mark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoredShardTest {
    /** What ten thousand destinations leave to each of the sixteen values of a partition. */
    private static final int DESTINATIONS = 10_000 / 16;

    private static final int PAYLOAD = 1 << 20;

    @Test
    void aSmallValueIsPlainAndReadAsItWasWritten() throws Exception {
        // Given
        StoredShard shard = shard(3, 2);

        // When
        byte[] value = shard.toBytes();

        // Then
        assertThat(new String(value, StandardCharsets.UTF_8)).startsWith("{\"epoch\":7,");
        assertSame(StoredShard.parse(value), shard);
    }

    @Test
    void tenThousandDestinationsFitIntoMessagesAlsoWithAllTheSourcesThatAreCountedByName() throws Exception {
        for (int sources : new int[] {1, 5, Counters.MOST_SOURCES}) {
            // Given
            StoredShard shard = shard(DESTINATIONS, sources);

            // When
            byte[] value = shard.toBytes();

            // Then
            System.out.println(DESTINATIONS + " destinations of " + sources + " sources: " + value.length + " bytes");
            assertThat(value.length).isLessThan(PAYLOAD - 4096);
            assertSame(StoredShard.parse(value), shard);
        }
    }

    @Test
    void whatHasNoRoomGivesUpTheSourcesAndKeepsMarksAndSums() throws Exception {
        // Given
        StoredShard shard = shard(DESTINATIONS, Counters.MOST_SOURCES);

        // When
        StoredShard smaller = StoredShard.parse(shard.withoutSources().toBytes());

        // Then
        assertThat(smaller.toBytes().length).isLessThan(shard.toBytes().length / 5);
        smaller.sinks().forEach((name, sink) -> {
            StoredSink full = shard.sinks().get(name);
            assertThat(sink.mark()).isEqualTo(full.mark());
            assertThat(sink.counts()).isEqualTo(full.counts().withoutSources());
        });
    }

    @Test
    void aValueOfAnEarlierReleaseIsRead() throws Exception {
        // Given
        String stored = """
                {"epoch":3,"sinks":{"crm":{"counts":{"deadLettered":1,"delivered":5,"disabled":0,"discarded":0,
                 "failedAttempts":2,"filtered":{},"retried":0},"lane":"live","next":"7:3","open":"BQE="}}}""";

        // When
        StoredShard shard = StoredShard.parse(stored.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(shard.epoch()).isEqualTo(3);
        assertThat(shard.sinks().get("crm").counts().delivered()).isEqualTo(5);
        assertThat(shard.sinks().get("crm").mark()).isEqualTo(new Mark((7L << 16) | 3, new long[] {5, 6}));
    }

    @Test
    void textsAreCapped() {
        // When
        StoredSink sink = StoredSink.of(new Mark(1, new long[0]), Counts.NONE, "x".repeat(5000), "y".repeat(5000));

        // Then
        assertThat(sink.lane()).hasSizeLessThan(400);
        assertThat(sink.lastError()).hasSizeLessThan(400);
    }

    /** Numbers as different as they come, so that packing has no easy game. */
    private static StoredShard shard(int destinations, int sources) {
        Random random = new Random(destinations);
        SortedMap<String, StoredSink> sinks = new TreeMap<>();
        for (int i = 0; i < destinations; i++) {
            Counts all = counts(random);
            SortedMap<String, Counts> bySource = new TreeMap<>();
            for (int j = 0; j < sources; j++) {
                bySource.put("team-" + random.nextInt(50) + "-source-" + j, counts(random));
            }
            Counts counts = new Counts(
                    all.delivered(),
                    all.disabled(),
                    all.deadLettered(),
                    all.redriven(),
                    all.discarded(),
                    all.retrying(),
                    all.failedAttempts(),
                    all.retried(),
                    all.filtered(),
                    bySource);
            long[] open = random.longs(20, 1L << 30, 1L << 31).sorted().toArray();
            sinks.put(
                    "destination-of-team-" + i,
                    StoredSink.of(new Mark(1L << 32, open), counts, "PARKED: HTTP 503", "HTTP 503"));
        }
        return new StoredShard(7, sinks);
    }

    private static Counts counts(Random random) {
        TreeMap<String, Long> filtered = new TreeMap<>();
        filtered.put("FILTERED_BY_RULES", random.nextLong(1_000_000));
        return new Counts(
                random.nextLong(100_000_000),
                0,
                random.nextLong(1000),
                random.nextLong(100),
                0,
                random.nextLong(100),
                random.nextLong(10_000),
                random.nextLong(10_000),
                filtered);
    }

    /** A record with an array is no value. */
    private static void assertSame(StoredShard read, StoredShard written) {
        assertThat(read.epoch()).isEqualTo(written.epoch());
        assertThat(read.sinks()).containsOnlyKeys(written.sinks().keySet());
        written.sinks().forEach((name, sink) -> {
            StoredSink same = read.sinks().get(name);
            assertThat(same.mark()).isEqualTo(sink.mark());
            assertThat(same.counts()).isEqualTo(sink.counts());
            assertThat(same.lane()).isEqualTo(sink.lane());
            assertThat(same.lastError()).isEqualTo(sink.lastError());
        });
    }
}
