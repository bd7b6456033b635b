package dev.catchment.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BodyReaderTest {
    private static final Optional<String> GZIP = Optional.of("GZip");
    private final MemoryBudget budget = new MemoryBudget(4L * Limits.BODY_BYTES);

    @Test
    void aBodyOfExactlyTheLimitIsReadHoweverItComes() throws Exception {
        // Given
        byte[] body = new byte[Limits.BODY_BYTES];
        Arrays.fill(body, (byte) 'x');

        // When / Then
        assertThat(read(body, OptionalLong.of(body.length), Optional.empty())).isEqualTo(body);
        assertThat(read(body, OptionalLong.empty(), Optional.of("identity"))).isEqualTo(body);
        assertThat(read(gzip(body), OptionalLong.empty(), GZIP)).isEqualTo(body);
        assertThat(budget.used()).isZero();
    }

    @Test
    void oneByteMoreIsRefusedHoweverItComes() throws Exception {
        // Given
        byte[] body = new byte[Limits.BODY_BYTES + 1];

        // When / Then
        assertThat(refusal(body, OptionalLong.of(body.length), Optional.empty()))
                .isEqualTo(Reason.BATCH_TOO_LARGE);
        assertThat(refusal(body, OptionalLong.empty(), Optional.empty())).isEqualTo(Reason.BATCH_TOO_LARGE);
        assertThat(refusal(gzip(body), OptionalLong.empty(), GZIP)).isEqualTo(Reason.BATCH_TOO_LARGE);
    }

    @Test
    void aGzipBombIsUnpackedNoFurtherThanTheLimit() throws Exception {
        // Given
        SentStream bomb = new SentStream(gzip(new byte[200 << 20]));

        try (MemoryBudget.Share share = budget.share()) {
            // When
            Refusal refusal = catchThrowableOfType(
                    Refusal.class, () -> new BodyReader(share).read(bomb, OptionalLong.empty(), GZIP));

            // Then
            assertThat(refusal.reason()).isEqualTo(Reason.BATCH_TOO_LARGE);
            assertThat(budget.used()).isLessThanOrEqualTo(bomb.length() * 2L + Limits.BODY_BYTES + 1);
        }
    }

    @Test
    void gzipOfSeveralMembersIsOneBodyAndNothingElseMayFollow() throws Exception {
        // Given
        byte[] two = join(gzip("{\"a\":".getBytes(UTF_8)), gzip("1}".getBytes(UTF_8)));
        byte[] manyEmpty = new byte[0];
        for (int i = 0; i < 1000; i++) {
            manyEmpty = join(manyEmpty, gzip(new byte[0]));
        }

        // When / Then
        assertThat(read(two, OptionalLong.empty(), GZIP)).asString(UTF_8).isEqualTo("{\"a\":1}");
        assertThat(read(manyEmpty, OptionalLong.of(manyEmpty.length), GZIP)).isEmpty();
        for (byte[] garbage : List.of(new byte[1], new byte[9], "{}".getBytes(UTF_8), new byte[5000])) {
            assertThat(refusal(join(two, garbage), OptionalLong.empty(), GZIP))
                    .as(garbage.length + " bytes")
                    .isEqualTo(Reason.INVALID_ENCODING);
        }
    }

    @Test
    void aSenderHoldsMemoryForWhatItSentNotForWhatItAnnounces() {
        // Given
        MemoryBudget.Share share = budget.share();
        SentStream stalled = new SentStream(new byte[100]);
        stalled.stalls = true;

        // When
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> new BodyReader(share)
                .read(stalled, OptionalLong.of(Limits.BODY_BYTES), Optional.empty()));

        // Then
        assertThat(refusal.reason()).isEqualTo(Reason.REQUEST_TIMEOUT);
        assertThat(budget.used()).isLessThanOrEqualTo(4 * 1024);
    }

    @Test
    void whatIsNotWhatItsHeadersSayIsRefused() throws Exception {
        byte[] cut = Arrays.copyOf(gzip(new byte[1000]), 15);
        assertThat(refusal(new byte[20], OptionalLong.empty(), GZIP)).isEqualTo(Reason.INVALID_ENCODING);
        assertThat(refusal(new byte[20], OptionalLong.empty(), Optional.of("br")))
                .isEqualTo(Reason.INVALID_ENCODING);
        assertThat(refusal(cut, OptionalLong.empty(), GZIP)).isEqualTo(Reason.INVALID_ENCODING);
        assertThat(refusal(new byte[0], OptionalLong.empty(), GZIP)).isEqualTo(Reason.INVALID_ENCODING);
        assertThat(refusal(new byte[20], OptionalLong.of(21), Optional.empty())).isEqualTo(Reason.BAD_REQUEST);
    }

    @Test
    void whatDoesNotFitIntoMemoryWaitsOutside() throws Exception {
        // Given
        try (MemoryBudget.Share other = budget.share()) {
            other.grow(4L * Limits.BODY_BYTES - 9);

            // When
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> new BodyReader(budget.share())
                    .read(new ByteArrayInputStream(new byte[10]), OptionalLong.of(10), Optional.empty()));

            // Then
            assertThat(refusal.reason()).isEqualTo(Reason.OVERLOADED);
            assertThat(refusal.reason().status()).isEqualTo(429);
            assertThat(refusal.retryAfterSeconds()).isPositive();
        }
        assertThat(budget.used()).isZero();
    }

    private byte[] read(byte[] sent, OptionalLong length, Optional<String> encoding) throws Refusal {
        try (MemoryBudget.Share share = budget.share()) {
            return new BodyReader(share).read(new ByteArrayInputStream(sent), length, encoding);
        }
    }

    private Reason refusal(byte[] sent, OptionalLong length, Optional<String> encoding) {
        return catchThrowableOfType(Refusal.class, () -> read(sent, length, encoding))
                .reason();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(body);
        }
        return out.toByteArray();
    }

    private static final class SentStream extends ByteArrayInputStream {
        private boolean stalls;

        SentStream(byte[] bytes) {
            super(bytes);
        }

        int length() {
            return count;
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            int more = super.read(into, offset, length);
            if (more < 0 && stalls) {
                throw new BrokenBodyException(Reason.REQUEST_TIMEOUT, "too slow");
            }
            return more;
        }
    }
}
