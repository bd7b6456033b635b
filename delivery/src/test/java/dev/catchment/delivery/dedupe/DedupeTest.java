package dev.catchment.delivery.dedupe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.contract.Hash128;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DedupeTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void theTableKeepsTheLowestPositionOfEveryKey() {
        // Given
        Random random = new Random(5);
        PositionTable table = new PositionTable();
        Map<Hash128, Long> expected = new HashMap<>();

        // When
        for (int i = 0; i < 50_000; i++) {
            Hash128 key = new Hash128(random.nextInt(20_000), random.nextInt(2));
            long position = 1L + random.nextInt(1_000_000);
            table.putLowest(key.high(), key.low(), position);
            expected.merge(key, position, Math::min);
        }

        // Then
        assertThat(table.size()).isEqualTo(expected.size());
        expected.forEach(
                (key, position) -> assertThat(table.get(key.high(), key.low())).isEqualTo(position));
        assertThat(table.get(-1, -1)).isZero();
        assertThat(table.below(1000).size()).isEqualTo((int)
                expected.values().stream().filter(p -> p < 1000).count());
    }

    @Test
    void onlyALowerPositionMakesADuplicate() {
        // Given
        DedupeIndex index = new DedupeIndex();
        Hash128 key = new Hash128(1, 2);

        // When
        index.lowest(key, 100, NOON);

        // Then
        assertThat(index.duplicate(key, 100)).isFalse();
        assertThat(index.duplicate(key, 99)).isFalse();
        assertThat(index.duplicate(key, 101)).isTrue();
        assertThat(index.lowest(key, 200, NOON.plusSeconds(5000))).isEqualTo(100);
    }

    @Test
    void keysAreForgottenByTheHourAndFromAPositionOn() {
        // Given
        DedupeIndex index = new DedupeIndex();
        index.lowest(new Hash128(1, 1), 10, NOON);
        index.lowest(new Hash128(2, 2), 20, NOON.plusSeconds(3600));
        index.lowest(new Hash128(3, 3), 30, NOON.plusSeconds(3600));

        // When
        index.forgetBefore(NOON.plusSeconds(3599));
        long afterTooEarly = index.size();
        index.forgetBefore(NOON.plusSeconds(3600));
        index.forgetFrom(30);

        // Then
        assertThat(afterTooEarly).isEqualTo(3);
        assertThat(index.size()).isEqualTo(1);
        assertThat(index.duplicate(new Hash128(2, 2), 21)).isTrue();
    }

    @Test
    void aPieceIsReadBackAndDamageIsNoticed() {
        // Given
        long[] entries = new Random(3).longs(3L * Piece.MAX_ENTRIES).toArray();
        Piece piece = new Piece(77, 88, entries);

        // When
        byte[] bytes = piece.encode();

        // Then
        assertThat(bytes.length).isLessThan(1 << 20);
        Piece read = Piece.decode(bytes);
        assertThat(read.entries()).isEqualTo(entries);
        assertThat(read.end()).isEqualTo(77);
        assertThat(read.storedMillis()).isEqualTo(88);
        bytes[1000] ^= 4;
        assertThatThrownBy(() -> Piece.decode(bytes)).hasMessageContaining("damaged");
    }
}
