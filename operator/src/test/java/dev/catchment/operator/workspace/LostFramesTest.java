package dev.catchment.operator.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.contract.count.PartitionHealth;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.Conditions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LostFramesTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void nothingIsLostUnlessADirectorSaysSo() {
        assertThat(said(LostFrames.of(partitions(Map.of()), 0, Optional.empty())))
                .isEqualTo("False/NothingLost");
        assertThat(said(LostFrames.of(
                        partitions(Map.of(0, new PartitionHealth(1, 0, null, null))), 0, Optional.empty())))
                .isEqualTo("False/NothingLost");
    }

    @Test
    void everyPartitionThatLostSomethingIsNamedAndHowToSettleIt() {
        // When
        Condition condition = LostFrames.of(
                partitions(Map.of(
                        0, new PartitionHealth(1, 12, "frames 5 to 16 are gone from the log", THEN),
                        1, new PartitionHealth(1, 0, null, null),
                        2, new PartitionHealth(4, 1, null, null))),
                12,
                Optional.empty());

        // Then
        assertThat(said(condition)).isEqualTo("True/FramesLost");
        assertThat(condition.message())
                .startsWith(
                        "Partition 0 lost 12 frames, the last at 2026-01-02T03:04:05Z (frames 5 to 16 are gone from the"
                                + " log); Partition 2 lost 1 frame. ")
                .endsWith("set the annotation catchment.dev/acknowledged-lost-frames: \"13\".");
    }

    @Test
    void whatIsAcknowledgedIsOverUntilMoreIsLost() {
        // Given
        Optional<SortedMap<Integer, PartitionHealth>> lost =
                partitions(Map.of(0, new PartitionHealth(1, 12, "x", THEN)));

        // Then
        assertThat(said(LostFrames.of(lost, 12, Optional.empty()))).isEqualTo("False/LossAcknowledged");
        assertThat(said(LostFrames.of(lost, 11, Optional.empty()))).isEqualTo("True/FramesLost");
    }

    @Test
    void asLongAsNothingIsKnownItStaysAsItWas() {
        // Given
        Condition lost =
                LostFrames.of(partitions(Map.of(0, new PartitionHealth(1, 12, "x", THEN))), 0, Optional.empty());
        StatusCondition before =
                Conditions.stamp(List.of(), List.of(lost), 1, Clock.systemUTC()).getFirst();

        // Then
        assertThat(LostFrames.of(Optional.empty(), 0, Optional.of(before))).isEqualTo(lost);
        assertThat(said(LostFrames.of(Optional.empty(), 0, Optional.empty()))).isEqualTo("Unknown/Pending");
    }

    private static Optional<SortedMap<Integer, PartitionHealth>> partitions(Map<Integer, PartitionHealth> known) {
        return Optional.of(new TreeMap<>(known));
    }

    private static String said(Condition condition) {
        return condition.status().wireName() + "/" + condition.reason();
    }
}
