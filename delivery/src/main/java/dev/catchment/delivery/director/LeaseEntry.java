package dev.catchment.delivery.director;

import dev.catchment.delivery.log.DataLoss;
import org.jspecify.annotations.Nullable;

/**
 * A {@code lease} value: who owns a partition, and what is to be known of it.
 *
 * @param holder instance and process, {@code instance/process}; only with this epoch may anything be written
 * @param epoch grows with every owner
 * @param released the holder has let go: anyone may take over at once
 * @param head sequence of the frame that the live reader reads next
 * @param headId id of the frame before it
 * @param lowest first frame that some reader still needs
 * @param dataLoss what the log has lost, for ever
 * @param stopped why nothing is read, for people
 */
public record LeaseEntry(
        String holder,
        long epoch,
        boolean released,
        long head,
        @Nullable String headId,
        long lowest,
        DataLoss dataLoss,
        @Nullable String stopped) {

    LeaseEntry takenBy(String newHolder) {
        return new LeaseEntry(newHolder, epoch + 1, false, head, headId, lowest, dataLoss, stopped);
    }

    LeaseEntry letGo() {
        return new LeaseEntry(holder, epoch, true, head, headId, lowest, dataLoss, stopped);
    }

    /** The part of the holder that outlives a process. */
    String instance() {
        int slash = holder.lastIndexOf('/');
        return slash < 0 ? holder : holder.substring(0, slash);
    }
}
