package dev.catchment.bench;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import dev.catchment.contract.frame.FrameBuilder;
import dev.catchment.contract.frame.FrameEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.function.LongFunction;

/**
 * Frames as ingest writes them, of {@link SampleEvents#single} with ever other messageIds and ten thousand users. The
 * keys are spread by arithmetic instead of SHA-256, which takes less of the machine from what is measured. Not for
 * several threads at once.
 */
final class SampleLog {
    /** Of the events whose number ends in this many zeros, hundredths are rare: one in a hundred. */
    static final int RARE = 100;
    /** What the common events are called, and what the rare ones, at the same length. */
    private static final String COMMON_NAME = "Order Completed";

    static final String RARE_NAME = "Order Cancelled";
    private static final int USERS = 10_000;
    private static final byte[] NO_ENVELOPE = {};
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final byte[] common = SampleEvents.single(0).getBytes(StandardCharsets.US_ASCII);
    private final byte[] rare =
            SampleEvents.single(0).replace(COMMON_NAME, RARE_NAME).getBytes(StandardCharsets.US_ASCII);
    private final int userEnd = end("\"userId\":\"user-00000");
    private final int idEnd = end("-000000000000\"") - 1;
    private final LongFunction<String> source;
    private final FrameBuilder builder;
    private final long run = System.nanoTime();
    private long written;

    /**
     * @param source of the event with this number
     * @param frameBytes most of a frame
     */
    SampleLog(LongFunction<String> source, int frameBytes) {
        this.source = source;
        this.builder = new FrameBuilder(frameBytes);
    }

    /** Events so far. */
    long written() {
        return written;
    }

    /** The next frame: of as many events as fit, at most so many. */
    byte[] frame(long most) {
        for (int i = 0; i < most && builder.add(event(written)); i++) {
            written++;
        }
        return builder.build(UUID.randomUUID(), Instant.now());
    }

    static boolean rare(long number) {
        return number % RARE == 0;
    }

    private FrameEvent event(long number) {
        byte[] body = (rare(number) ? rare : common).clone();
        int user = (int) (number * 7 % USERS);
        digits(body, userEnd, user);
        digits(body, idEnd, number);
        return new FrameEvent(
                source.apply(number),
                Kind.TRACK,
                NO_ENVELOPE,
                body,
                0,
                body.length,
                false,
                new Hash128(mix(run + number), mix(number)),
                new Hash128(mix(user), mix(-user - 1L)));
    }

    private static void digits(byte[] body, int end, long number) {
        long left = number;
        for (int at = end - 1; left > 0; at--) {
            body[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    private static long mix(long value) {
        long mixed = (value + SPREAD) * SPREAD;
        mixed = (mixed ^ (mixed >>> 31)) * SPREAD;
        return mixed ^ (mixed >>> 29);
    }

    private static int end(String text) {
        return SampleEvents.single(0).indexOf(text) + text.length();
    }
}
