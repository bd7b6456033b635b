package dev.catchment.delivery.director;

import dev.catchment.delivery.log.DataLoss;
import dev.catchment.delivery.log.SeenFrame;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A {@code lease} value: who owns a partition, and what is to be known of it.
 *
 * @param holder instance and process, {@code instance/process}; only with this epoch may anything be written
 * @param epoch grows with every owner
 * @param released the holder has let go: anyone may take over at once
 * @param head sequence of the frame that the live reader reads next
 * @param headId id of the frame before it
 * @param headStored the broker's timestamp of that frame, ISO 8601
 * @param lowest first frame that some reader still needs
 * @param dataLoss what the log has lost, for ever
 * @param stopped why nothing is read, for people
 * @param crashes holders in a row that died; absent: 0
 */
public record LeaseEntry(
        String holder,
        long epoch,
        boolean released,
        long head,
        @Nullable String headId,
        @Nullable String headStored,
        long lowest,
        DataLoss dataLoss,
        @Nullable String stopped,
        @Nullable Integer crashes) {

    /** Of a partition that nobody ever owned. */
    static LeaseEntry first(String holder) {
        return new LeaseEntry(holder, 1, false, 0, null, null, 0, DataLoss.NONE, null, null);
    }

    /** A holder that neither let go nor failed to begin is taken for dead. */
    LeaseEntry takenBy(String newHolder) {
        boolean died = !released && !holder.equals(newHolder);
        int all = crashesInARow() + (died ? 1 : 0);
        return new LeaseEntry(newHolder, epoch + 1, false, head, headId, headStored, lowest, dataLoss, stopped, all);
    }

    /** The frame before the head, where it is known. */
    Optional<SeenFrame> seen() {
        return Optional.ofNullable(headId)
                .map(id -> new SeenFrame(UUID.fromString(id), headStored == null ? null : Instant.parse(headStored)));
    }

    int crashesInARow() {
        return crashes == null ? 0 : crashes;
    }

    /** The part of the holder that outlives a process. */
    String instance() {
        int slash = holder.lastIndexOf('/');
        return slash < 0 ? holder : holder.substring(0, slash);
    }
}
