package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Coverage-guided search for packed bytes that get past the limit of a body, or that are read otherwise when they arrive
 * in other pieces. Without {@code JAZZER_FUZZ=1} only the inputs kept in {@code BodyReaderFuzzTestInputs} are run.
 */
class BodyReaderFuzzTest {
    private static final Optional<String> GZIP = Optional.of("gzip");
    private static final byte[] MAGIC = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0};

    private final MemoryBudget budget = new MemoryBudget(4L * Limits.BODY_BYTES);

    /** A stream of a connection on which little arrives at a time. */
    private static final class Dribble extends InputStream {
        private final ByteArrayInputStream bytes;
        private final int most;

        Dribble(byte[] bytes, int most) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.most = most;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, Math.min(length, most));
        }
    }

    @FuzzTest(maxDuration = "3s")
    void anyPackedBytes(byte[] packed) {
        readsAlike(packed);
        byte[] behindHeader = Arrays.copyOf(MAGIC, MAGIC.length + packed.length);
        System.arraycopy(packed, 0, behindHeader, MAGIC.length, packed.length);
        readsAlike(behindHeader);
    }

    private void readsAlike(byte[] packed) {
        String whole = outcome(new ByteArrayInputStream(packed));
        assertThat(outcome(new Dribble(packed, 1))).isEqualTo(whole);
        assertThat(outcome(new Dribble(packed, 7))).isEqualTo(whole);
    }

    /** What was unpacked, or why it was refused. */
    private String outcome(InputStream stream) {
        try (MemoryBudget.Share share = budget.share()) {
            byte[] body = new BodyReader(share).read(stream, OptionalLong.empty(), GZIP);
            assertThat(body.length).isLessThanOrEqualTo(Limits.BODY_BYTES);
            return body.length + " bytes, " + Arrays.hashCode(body);
        } catch (Refusal refusal) {
            assertThat(refusal.reason()).isIn(Reason.INVALID_ENCODING, Reason.BATCH_TOO_LARGE);
            return refusal.reason() + ": " + refusal.text();
        } finally {
            assertThat(budget.used()).isZero();
        }
    }
}
