package dev.catchment.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionTest {
    @Provide
    Arbitrary<Position> positions() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, (1L << 47) - 1),
                        Arbitraries.integers().between(0, Position.MAX_INDEX))
                .as(Position::new);
    }

    @Property
    void itsOrderIsThatOfFrameThenIndexAndOfThePackedLong(
            @ForAll("positions") Position a, @ForAll("positions") Position b) {
        int order = Comparator.comparingLong(Position::frame)
                .thenComparingInt(Position::index)
                .compare(a, b);
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.signum(order));
        assertThat(Integer.signum(Long.compare(a.packed(), b.packed()))).isEqualTo(Integer.signum(order));
    }

    @Property
    void packedItIsNeverNegativeAndComesBack(@ForAll("positions") Position position) {
        assertThat(position.packed()).isNotNegative();
        assertThat(Position.ofPacked(position.packed())).isEqualTo(position);
    }

    @Property
    void theNextFrameFollowsEveryEventOfThisOne(@ForAll("positions") Position position) {
        if (position.frame() < (1L << 47) - 1) {
            assertThat(position.nextFrame())
                    .isGreaterThan(new Position(position.frame(), Position.MAX_INDEX))
                    .isEqualTo(new Position(position.frame() + 1, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "140737488355328, 0", "0, -1", "0, 65536"})
    void whatIsNoPositionIsRefused(long frame, int index) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Position(frame, index));
    }

    @Test
    void aNegativeLongIsNoPosition() {
        assertThatIllegalArgumentException().isThrownBy(() -> Position.ofPacked(-1));
    }
}
