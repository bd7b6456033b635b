package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.contract.count.PartitionHealth;
import dev.catchment.operator.Labels;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** DataLoss: what the directors of delivery missed in the log. It stays until somebody says to know of it. Pure. */
final class LostFrames {
    private LostFrames() {}

    /**
     * @param partitions as far as they have something to say; empty: not read yet
     * @param acknowledged frames that somebody says to know of
     * @param before what the status says now
     */
    static Condition of(
            Optional<SortedMap<Integer, PartitionHealth>> partitions,
            long acknowledged,
            Optional<StatusCondition> before) {
        return partitions
                .map(known -> of(known, acknowledged))
                .or(() -> before.map(
                        c -> new Condition(ConditionType.DATA_LOSS, Truth.of(c.status()), c.reason(), c.message())))
                .orElseGet(() -> Condition.of(
                        ConditionType.DATA_LOSS,
                        Truth.UNKNOWN,
                        Reason.PENDING,
                        "What delivery knows of the log was not read yet."));
    }

    private static Condition of(SortedMap<Integer, PartitionHealth> partitions, long acknowledged) {
        long lost = partitions.values().stream()
                .mapToLong(PartitionHealth::lostFrames)
                .sum();
        if (lost == 0) {
            return Condition.of(ConditionType.DATA_LOSS, Truth.FALSE, Reason.NOTHING_LOST, "");
        }
        String what = partitions.entrySet().stream()
                .filter(entry -> entry.getValue().lostFrames() > 0)
                .map(LostFrames::describe)
                .collect(Collectors.joining("; "));
        return lost <= acknowledged
                ? Condition.of(
                        ConditionType.DATA_LOSS, Truth.FALSE, Reason.LOSS_ACKNOWLEDGED, what + ". It is acknowledged.")
                : Condition.of(
                        ConditionType.DATA_LOSS,
                        Truth.TRUE,
                        Reason.FRAMES_LOST,
                        what
                                + ". Delivery goes on with what is there; docs/delivery.md says what that means. When it is"
                                + " settled, set the annotation " + Labels.ACKNOWLEDGED_LOST_FRAMES + ": \"" + lost
                                + "\".");
    }

    private static String describe(Map.Entry<Integer, PartitionHealth> partition) {
        PartitionHealth health = partition.getValue();
        return "Partition " + partition.getKey() + " lost " + health.lostFrames()
                + (health.lostFrames() == 1 ? " frame" : " frames")
                + (health.lastLossAt() == null ? "" : ", the last at " + health.lastLossAt())
                + (health.lastLoss() == null ? "" : " (" + health.lastLoss() + ")");
    }
}
