package dev.catchment.bench;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a {@link Receiver} has counted, in a file that the benchmark maps too, so that looking costs neither of them a
 * request. Counted by group, the digit that a request's path begins with: {@code /3/anything} is of group 3.
 */
final class Tally {
    static final int GROUPS = 10;
    /** Answers later than this count as this late. */
    private static final int MOST_MILLISECONDS = 60_000;

    private static final int REQUESTS = 0;
    private static final int EVENTS = 1;
    private static final int DEAD = 2;
    private static final int TIMES = 3;
    private static final int LONGS = TIMES + MOST_MILLISECONDS + 1;
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer bytes;

    private Tally(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Maps the file, which is made if it is not there. */
    static Tally open(Path file) throws IOException {
        long size = (long) GROUPS * LONGS * Long.BYTES;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Tally(channel.map(FileChannel.MapMode.READ_WRITE, 0, size));
        }
    }

    // What the receiver does; it alone, from one thread.

    void answered(int group, int events) {
        add(group, REQUESTS, 1);
        add(group, EVENTS, events);
    }

    void took(int group, long milliseconds) {
        add(group, TIMES + Math.clamp(milliseconds, 0, MOST_MILLISECONDS), 1);
    }

    boolean dead(int group) {
        return get(group, DEAD) != 0;
    }

    // What the benchmark does.

    /** Requests of a dead group are read and never answered. */
    void dead(int group, boolean dead) {
        LONG.setRelease(bytes, at(group, DEAD), dead ? 1L : 0L);
    }

    long requests(int group) {
        return get(group, REQUESTS);
    }

    long events(int group) {
        return get(group, EVENTS);
    }

    /** How many events were answered after so many milliseconds, index by index, since the receiver began. */
    long[] times(int group) {
        long[] times = new long[MOST_MILLISECONDS + 1];
        for (int i = 0; i < times.length; i++) {
            times[i] = get(group, TIMES + i);
        }
        return times;
    }

    private void add(int group, int field, long more) {
        LONG.setRelease(bytes, at(group, field), get(group, field) + more);
    }

    private long get(int group, int field) {
        return (long) LONG.getAcquire(bytes, at(group, field));
    }

    private static int at(int group, int field) {
        return (group * LONGS + field) * Long.BYTES;
    }
}
