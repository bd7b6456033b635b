package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
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
        assertThat(read(gzip(body), OptionalLong.of(1), GZIP)).isEqualTo(body);
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
        CountingStream bomb = new CountingStream(gzip(new byte[200 << 20]));

        // When
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> reader(budget.share()).read(bomb, OptionalLong.empty(), GZIP));

        // Then
        assertThat(refusal.reason()).isEqualTo(Reason.BATCH_TOO_LARGE);
        assertThat(bomb.read).isLessThan(8 * 1024);
    }

    @Test
    void whatIsNotWhatItsHeadersSayIsRefused() throws Exception {
        byte[] cut = Arrays.copyOf(gzip(new byte[1000]), 15);
        assertThat(refusal(new byte[20], OptionalLong.empty(), GZIP)).isEqualTo(Reason.INVALID_ENCODING);
        assertThat(refusal(new byte[20], OptionalLong.empty(), Optional.of("br")))
                .isEqualTo(Reason.INVALID_ENCODING);
        assertThat(refusal(cut, OptionalLong.empty(), GZIP)).isEqualTo(Reason.BAD_REQUEST);
        assertThat(refusal(new byte[20], OptionalLong.of(21), Optional.empty())).isEqualTo(Reason.BAD_REQUEST);
    }

    @Test
    void whatDoesNotFitIntoMemoryWaitsOutside() throws Exception {
        // Given
        try (MemoryBudget.Share other = budget.share()) {
            other.grow(4L * Limits.BODY_BYTES - 9);

            // When
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> reader(budget.share())
                    .read(new ByteArrayInputStream(new byte[10]), OptionalLong.of(10), Optional.empty()));

            // Then
            assertThat(refusal.reason()).isEqualTo(Reason.OVERLOADED);
            assertThat(refusal.reason().status()).isEqualTo(429);
            assertThat(refusal.retryAfterSeconds()).isPositive();
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void aClientThatIsTooSlowIsCutOff() {
        // Given
        BodyReader late = new BodyReader(System.nanoTime() - 1, budget.share());

        // When
        Refusal refusal = catchThrowableOfType(
                Refusal.class,
                () -> late.read(new ByteArrayInputStream(new byte[10]), OptionalLong.of(10), Optional.empty()));

        // Then
        assertThat(refusal.reason().status()).isEqualTo(408);
    }

    private byte[] read(byte[] sent, OptionalLong length, Optional<String> encoding) throws Refusal {
        try (MemoryBudget.Share share = budget.share()) {
            return reader(share).read(new ByteArrayInputStream(sent), length, encoding);
        }
    }

    private Reason refusal(byte[] sent, OptionalLong length, Optional<String> encoding) {
        return catchThrowableOfType(Refusal.class, () -> read(sent, length, encoding))
                .reason();
    }

    private static BodyReader reader(MemoryBudget.Share share) {
        return new BodyReader(System.nanoTime() + TimeUnit.MINUTES.toNanos(1), share);
    }

    static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(body);
        }
        return out.toByteArray();
    }

    private static final class CountingStream extends ByteArrayInputStream {
        private int read;

        CountingStream(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            int more = super.read(into, offset, length);
            read += Math.max(0, more);
            return more;
        }
    }
}
