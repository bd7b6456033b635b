package dev.catchment.contract.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What must hold for any bytes, whoever made them. */
final class FrameReading {
    private FrameReading() {}

    /** Decodes the bytes; if they are a frame, every accessor works and the same frame can be written again. */
    static boolean readsOrRefuses(byte[] message) {
        Frame frame;
        try {
            frame = Frame.decode(message);
        } catch (FrameException e) {
            assertThat(e).hasMessageContaining("frame");
            return false;
        }
        int bodies = 0;
        for (int i = 0; i < frame.count(); i++) {
            assertThat(frame.source(i)).isNotNull();
            assertThat(frame.kind(i)).isNotNull();
            assertThat(frame.envelope(i)).isNotNull();
            frame.generatedMessageId(i);
            frame.userKey(i);
            bodies += frame.body(i).length;
            composesOrRefuses(frame, i);
        }
        assertThat(frame.receivedAt()).isNotNull();
        assertThat(bodies).isLessThan(message.length);
        return true;
    }

    private static void composesOrRefuses(Frame frame, int event) {
        try {
            assertThat(EventComposer.compose(frame, event).get("timestamp").isTextual())
                    .isTrue();
        } catch (UncheckedIOException e) {
            assertThat(e).hasMessageContaining("no JSON object");
        }
    }

    /** The bytes with whatever comes before a reader's look at the tables put right: magic, version, length, checksum. */
    static byte[] asFrame(byte[] bytes) {
        byte[] frame = Arrays.copyOf(bytes, Math.max(bytes.length, FrameLayout.HEADER + FrameLayout.CRC));
        ByteBuffer.wrap(frame)
                .putInt(FrameLayout.AT_MAGIC, FrameLayout.MAGIC)
                .putInt(FrameLayout.AT_VERSION, FrameLayout.VERSION << 24)
                .putInt(FrameLayout.AT_LENGTH, frame.length);
        return FrameCase.withChecksum(frame);
    }
}
