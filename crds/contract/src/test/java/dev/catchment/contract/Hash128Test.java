package dev.catchment.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Hash128Test {
    @Property
    void itIsTheFirstHalfOfSha256OverSourceZeroAndIdentifier(@ForAll @AlphaChars String source, @ForAll String text)
            throws Exception {
        // Given
        byte[] hashed = (source + "\0" + text).getBytes(StandardCharsets.UTF_8);
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(hashed);

        // When
        Hash128 hash = new Hash128.Hasher(source).hash(text);

        // Then
        HexFormat hex = HexFormat.of();
        assertThat(hex.toHexDigits(hash.high()) + hex.toHexDigits(hash.low()))
                .isEqualTo(hex.formatHex(sum, 0, Hash128.BYTES));
    }

    @Test
    void oneHasherHashesManyAndPartsOfArrays() {
        // Given
        Hash128.Hasher hasher = new Hash128.Hasher("web");
        byte[] bytes = "xuser-1y".getBytes(StandardCharsets.UTF_8);

        // Then
        assertThat(hasher.hash(bytes, 1, 6)).isEqualTo(hasher.hash("user-1"));
        assertThat(hasher.hash("user-1")).isNotEqualTo(hasher.hash("user-2"));
        assertThat(hasher.hash("user-1")).isNotEqualTo(new Hash128.Hasher("app").hash("user-1"));
        assertThat(new Hash128.Hasher("a").hash("bc")).isNotEqualTo(new Hash128.Hasher("ab").hash("c"));
    }

    @Test
    void aSourceWithAZeroCharacterIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Hash128.Hasher("a\0b"));
    }

    @Property
    void aUuidStaysAsItIs(@ForAll long high, @ForAll long low) {
        UUID uuid = new UUID(high, low);
        assertThat(Hash128.of(uuid).toUuid()).isEqualTo(uuid);
    }

    @Property
    void partitionAndSlotAreInRange(
            @ForAll long high, @ForAll long low, @ForAll @IntRange(min = 1, max = 10_000) int count) {
        Hash128 hash = new Hash128(high, low);
        assertThat(hash.partition(count)).isBetween(0, count - 1);
        assertThat(hash.slot(count)).isBetween(0, count - 1);
    }

    @Test
    void theUsersOfOnePartitionUseEverySlot() {
        // Given
        Hash128.Hasher hasher = new Hash128.Hasher("web");

        // When
        int[] usersPerSlot = new int[16];
        IntStream.range(0, 16_000)
                .mapToObj(user -> hasher.hash("user-" + user))
                .filter(hash -> hash.partition(4) == 2)
                .forEach(hash -> usersPerSlot[hash.slot(16)]++);

        // Then: 250 each on average
        assertThat(IntStream.of(usersPerSlot)).allMatch(users -> users > 180 && users < 320);
    }
}
