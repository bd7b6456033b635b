package dev.catchment.delivery.target;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.Position;
import dev.catchment.contract.undelivered.LetterReason;
import dev.catchment.contract.undelivered.Origin;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.mark.MarkTracker;
import dev.catchment.pipeline.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event as a reader of the log offered it. */
final class LogPending extends Pending {
    private final LogFrame frame;
    private final int index;

    LogPending(LogFrame frame, int index, MarkTracker tracker, long offeredNanos) {
        super(frame.position(index), tracker, offeredNanos);
        this.frame = frame;
        this.index = index;
    }

    @Override
    Event event() {
        return frame.event(index);
    }

    @Override
    byte[] raw() {
        return frame.frame().body(index);
    }

    @Override
    public long receivedMillis() {
        return frame.receivedMillis();
    }

    @Override
    int bytes() {
        return frame.frame().length(index);
    }

    @Override
    Hash128 userKey() {
        return frame.frame().userKey(index);
    }

    @Override
    public String source() {
        return frame.frame().source(index);
    }

    @Override
    Position logPosition() {
        return Position.ofPacked(position());
    }

    @Override
    Origin origin() {
        return new Origin.Log(logPosition());
    }

    @Override
    int countedAttempts() {
        return 0;
    }

    @Override
    boolean needs(String mapping) {
        return true;
    }

    @Override
    @Nullable List<String> mappings() {
        return null;
    }

    @Override
    LetterReason refusedBefore() {
        throw new IllegalStateException("what comes from the log brings no refusal along");
    }

    @Override
    void release() {
        frame.release(1);
    }
}
