package dev.catchment.contract.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to the bytes of a frame is noticed. */
class DamagedFrameTest {
    @Provide
    Arbitrary<FrameCase> frames() {
        return FrameCase.cases(4, 60);
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
    }

    @Property(tries = 60)
    void everyTruncationIsCorrupt(@ForAll("frames") FrameCase given) {
        byte[] whole = given.build();
        for (int length = 0; length < whole.length; length++) {
            assertCorrupt(Arrays.copyOf(whole, length));
            assertCorrupt(Arrays.copyOfRange(whole, whole.length - length, whole.length));
        }
    }

    @Property(tries = 60)
    void everyFlippedBitIsCorrupt(@ForAll("frames") FrameCase given) {
        byte[] bytes = given.build();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            assertCorrupt(bytes);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        }
    }

    @Property(tries = 300)
    void bytesBeforeOrAfterAFrameAreCorrupt(@ForAll("frames") FrameCase given, @ForAll("bytes") byte[] more) {
        byte[] whole = given.build();
        if (more.length > 0) {
            assertCorrupt(concat(whole, more));
            assertCorrupt(concat(more, whole));
        }
    }

    @Property(tries = 300)
    void anotherVersionIsUnknownOnlyWhenItIsWhole(
            @ForAll("frames") FrameCase given, @ForAll @IntRange(min = 0, max = 255) int version) throws Exception {
        // Given
        byte[] other = given.build();
        other[FrameLayout.AT_VERSION] = (byte) version;
        if (version == FrameLayout.VERSION) {
            assertThat(Frame.decode(other).count()).isEqualTo(given.events().size());
            return;
        }

        // Then
        assertCorrupt(other);
        assertThatExceptionOfType(FrameException.UnknownVersion.class)
                .isThrownBy(() -> Frame.decode(FrameCase.withChecksum(other)))
                .satisfies(e -> assertThat(e.version()).isEqualTo(version))
                .withMessage("frame version " + version + "; this reader knows 1: upgrade delivery before ingest");
    }

    @Property
    void anyBytesAreCorrupt(@ForAll("bytes") byte[] bytes) {
        assertCorrupt(bytes);
    }

    private static void assertCorrupt(byte[] message) {
        assertThatExceptionOfType(FrameException.Corrupt.class).isThrownBy(() -> Frame.decode(message));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
