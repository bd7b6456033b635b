package dev.catchment.delivery.dedupe;

import dev.catchment.contract.Hash128;
import dev.catchment.delivery.log.LogFrame;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The duplicate index of one partition: fed with every frame once, in order, by the live reader; written to its stream
 * piece by piece, so that the next owner need not read hours of log.
 */
public final class Dedupe {
    /** Duplicates within this time are always recognised. */
    public static final Duration PROMISE = Duration.ofHours(1);

    private static final Duration CUT_AFTER = Duration.ofSeconds(30);

    private final DedupeIndex index = new DedupeIndex();
    private final PieceStore store;
    private long[] fresh = new long[Piece.ENTRY_LONGS * 1024];
    private int freshLength;
    private long freshSince;
    private long end;
    private long stored;
    private long durable;
    private Instant newest = Instant.EPOCH;

    public Dedupe(PieceStore store) {
        this.store = store;
    }

    public DedupeIndex index() {
        return index;
    }

    /**
     * Loads what events from this time on may repeat.
     *
     * @return packed position up to which the log is in the index; 0: unknown
     */
    public long load(Instant from) throws IOException, JetStreamApiException, InterruptedException {
        durable = store.readSince(from.minus(PROMISE), index);
        return durable;
    }

    /** Loads what is older. */
    public void loadOlder() throws IOException, JetStreamApiException, InterruptedException {
        store.readAll(index);
    }

    /** Marks the frame's duplicates, the second of two in the frame itself included, and remembers its keys. */
    public synchronized void observe(LogFrame frame) {
        for (int i = 0; i < frame.count(); i++) {
            Hash128 key = frame.frame().messageKey(i);
            long position = frame.position(i);
            if (index.lowest(key, position, frame.stored()) < position) {
                frame.markDuplicate(i);
            } else {
                remember(key, position);
            }
        }
        end = frame.end();
        stored = frame.stored().toEpochMilli();
        newest = frame.stored();
    }

    /** Marks the duplicates of a frame that was observed before. */
    public void mark(LogFrame frame) {
        for (int i = 0; i < frame.count(); i++) {
            if (index.duplicate(frame.frame().messageKey(i), frame.position(i))) {
                frame.markDuplicate(i);
            }
        }
    }

    /** Writes what is due: a full piece, or what has been waiting for a while. */
    public void save(Duration window, boolean everything) throws IOException, JetStreamApiException {
        Piece piece = cut(everything);
        while (piece != null) {
            store.write(piece);
            saved(piece);
            piece = cut(everything);
        }
        index.forgetBefore(newest().minus(window));
    }

    /** Lowest packed position of the log that is not in the stream yet. */
    public synchronized long lowest() {
        return freshLength > 0 ? Math.max(durable, fresh[2]) : Math.max(durable, end);
    }

    /** The log was set back: nothing is known from this position on. */
    public synchronized void setBack(long position) throws IOException, JetStreamApiException {
        index.forgetFrom(position);
        freshLength = 0;
        end = Math.min(end, position);
        durable = Math.min(durable, position);
        // Its pieces may speak of positions that other events will have; the hour is indexed again as it passes.
        store.clear();
    }

    /** Removes pieces that are older than the window. */
    public void forget(Duration window) throws IOException, JetStreamApiException {
        if (newest().isAfter(Instant.EPOCH)) {
            store.purgeBefore(newest().minus(window));
        }
    }

    private synchronized Instant newest() {
        return newest;
    }

    private void remember(Hash128 key, long position) {
        if (freshLength == fresh.length) {
            fresh = Arrays.copyOf(fresh, 2 * fresh.length);
        }
        if (freshLength == 0) {
            freshSince = System.nanoTime();
        }
        fresh[freshLength++] = key.high();
        fresh[freshLength++] = key.low();
        fresh[freshLength++] = position;
    }

    private synchronized @Nullable Piece cut(boolean everything) {
        int full = Piece.MAX_ENTRIES * Piece.ENTRY_LONGS;
        boolean due = everything || System.nanoTime() - freshSince > CUT_AFTER.toNanos();
        if (freshLength == 0 || (freshLength < full && !due)) {
            return null;
        }
        int length = Math.min(full, freshLength);
        long pieceEnd = length < freshLength ? fresh[length + 2] : end;
        return new Piece(pieceEnd, stored, Arrays.copyOf(fresh, length));
    }

    private synchronized void saved(Piece piece) {
        int length = piece.entries().length;
        if (freshLength < length || fresh[2] != piece.entries()[2]) {
            return; // set back meanwhile
        }
        System.arraycopy(fresh, length, fresh, 0, freshLength - length);
        freshLength -= length;
        freshSince = System.nanoTime();
        durable = piece.end();
        if (freshLength == 0 && fresh.length > 2 * Piece.MAX_ENTRIES * Piece.ENTRY_LONGS) {
            fresh = new long[Piece.ENTRY_LONGS * 1024];
        }
    }
}
