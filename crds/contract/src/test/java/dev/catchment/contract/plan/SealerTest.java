package dev.catchment.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
    private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f".repeat(2));
    private static final Sealer SEALER = new Sealer(KEY);

    @Property
    void whatIsSealedIsOpenedAtItsPlaceOnly(@ForAll byte[] content, @ForAll String place, @ForAll String other)
            throws Exception {
        byte[] sealed = SEALER.seal(content, place);
        assertThat(SEALER.open(sealed, place)).isEqualTo(content);
        if (!Arrays.equals(place.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8))) {
            assertRefused(SEALER, sealed, other);
        }
    }

    @Property(tries = 200)
    void anotherKeyOpensNothing(@ForAll @Size(32) byte[] key, @ForAll byte[] content) {
        if (!Arrays.equals(key, KEY)) {
            assertRefused(new Sealer(key), SEALER.seal(content, "destination.crm"), "destination.crm");
        }
    }

    @Test
    void everyChangedBitAndEveryTruncationIsRefused() {
        // Given
        byte[] sealed = SEALER.seal("{\"token\":\"hunter2\"}".getBytes(StandardCharsets.UTF_8), "destination.crm");

        // Then
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused(SEALER, changed, "destination.crm");
        }
        for (int length = 0; length < sealed.length; length++) {
            assertRefused(SEALER, Arrays.copyOf(sealed, length), "destination.crm");
        }
        assertRefused(SEALER, Arrays.copyOf(sealed, sealed.length + 1), "destination.crm");
    }

    @Property(tries = 200)
    void equalInputGivesEqualBytesAndOtherInputAnotherNonce(
            @ForAll byte[] content, @ForAll byte[] other, @ForAll String place) {
        byte[] sealed = SEALER.seal(content, place);
        assertThat(new Sealer(KEY).seal(content.clone(), place)).isEqualTo(sealed);
        if (!Arrays.equals(content, other)) {
            assertThat(nonce(SEALER.seal(other, place))).isNotEqualTo(nonce(sealed));
        }
        assertThat(nonce(SEALER.seal(content, place + "x"))).isNotEqualTo(nonce(sealed));
    }

    @Test
    void placeAndContentDoNotRunIntoEachOther() {
        byte[] one = SEALER.seal("bc".getBytes(StandardCharsets.UTF_8), "a");
        byte[] other = SEALER.seal("c".getBytes(StandardCharsets.UTF_8), "ab");
        assertThat(nonce(one)).isNotEqualTo(nonce(other));
    }

    @Test
    void theContentCannotBeSeen() {
        byte[] sealed = SEALER.seal("hunter2hunter2".getBytes(StandardCharsets.UTF_8), "destination.crm");
        assertThat(sealed).hasSize(12 + 14 + 16);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("hunter");
    }

    @Test
    void whatAnEarlierReleaseSealedIsStillOpened() throws Exception {
        byte[] sealed = HexFormat.of()
                .parseHex(
                        "19c79c251322ff2d38e7a4e7901f40af1ab0b2c9409f70afaf78b6930d40aabf5a4eb2b14afb1f843a8145eacf778f");
        assertThat(SEALER.open(sealed, "destination.crm")).asString().isEqualTo("{\"token\":\"hunter2\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33, 64})
    void aKeyOfAnotherLengthIsRefused(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sealer(new byte[length]))
                .withMessage("the workspace key has " + length + " bytes; it must have 32");
    }

    private static byte[] nonce(byte[] sealed) {
        return Arrays.copyOf(sealed, 12);
    }

    private static void assertRefused(Sealer sealer, byte[] sealed, String place) {
        assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> sealer.open(sealed, place));
    }
}
