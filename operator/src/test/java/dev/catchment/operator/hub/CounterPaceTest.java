package dev.catchment.operator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.operator.CounterRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CounterPaceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Close to where a long turns over, as a monotonic clock may be. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - MINUTE.toNanos());

    private final CounterPace pace = new CounterPace(CounterRules.STANDARD, now::get);

    @Test
    void anObjectIsWrittenOncePerMinute() {
        // Given
        assertThat(untilTurn("web")).isZero();
        pace.written("team", key("web"));

        // When
        pass(Duration.ofSeconds(20));

        // Then
        assertThat(untilTurn("web")).isEqualTo(Duration.ofSeconds(40));
        pass(Duration.ofMillis(39_999));
        assertThat(untilTurn("web")).isEqualTo(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));
        assertThat(untilTurn("web")).isZero();
    }

    @Test
    void whoIsToldToWaitIsTakenWhenItComesBack() {
        // Given
        List<Duration> waits = new ArrayList<>();

        // When
        for (int i = 0; i < 100; i++) {
            waits.add(untilTurn("source-" + i));
        }

        // Then
        for (int i = 0; i < 100; i++) {
            assertThat(waits.get(i)).isEqualTo(Duration.ofMillis(50L * i));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(untilTurn("source-" + i)).as("source-" + i).isZero();
            pace.written("team", key("source-" + i));
            assertThat(untilTurn("source-" + (i + 1))).isPositive();
            pass(Duration.ofMillis(50));
        }
    }

    @Test
    void aFlipIsWrittenAtOnceAndAnotherOfTheSameObjectNotBeforeAMinute() {
        // Given
        assertThat(pace.mayFlip("team", key("crm"))).isTrue();

        // Then
        assertThat(pace.mayFlip("team", key("crm"))).isFalse();
        assertThat(pace.mayFlip("team", key("other"))).isTrue();
        assertThat(pace.mayFlip("other-team", key("crm"))).isTrue();

        // When
        pass(MINUTE);

        // Then
        assertThat(pace.mayFlip("team", key("crm"))).isTrue();
        assertThat(pace.mayFlip("team", key("crm"))).isFalse();
    }

    @Test
    void noMoreThanTwentyASecondHoweverManyAndHoweverOften() {
        // Given
        int objects = 300;
        int written = 0;

        // When each of them asks every 100 ms for two minutes
        for (int tick = 0; tick < 1200; tick++) {
            for (int i = 0; i < objects; i++) {
                if (untilTurn("source-" + i).isZero()) {
                    pace.written("team", key("source-" + i));
                    written++;
                }
            }
            assertThat(written).isLessThanOrEqualTo(2 * (tick + 1));
            pass(Duration.ofMillis(100));
        }

        // Then none starves
        assertThat(written).isEqualTo(2 * objects);
    }

    @Test
    void oneWhoseMinuteIsNotOverKeepsNobodyWaiting() {
        // Given
        untilTurn("web");
        pace.written("team", key("web"));
        pass(Duration.ofSeconds(1));

        // When
        assertThat(untilTurn("web")).isEqualTo(Duration.ofSeconds(59));

        // Then
        assertThat(untilTurn("app")).isZero();
    }

    @Test
    void whoWaitsNeedNotBeTold() {
        // Given
        untilTurn("web");
        pace.written("team", key("web"));
        assertThat(pace.waits("team", key("web"))).as("it has not asked").isFalse();

        // When
        untilTurn("web");

        // Then
        assertThat(pace.waits("team", key("web"))).isTrue();
        assertThat(pace.waits("other-team", key("web"))).isFalse();
        pace.settled("team", key("web"));
        assertThat(pace.waits("team", key("web"))).as("nothing to say").isFalse();
        untilTurn("web");
        pass(MINUTE);
        assertThat(pace.waits("team", key("web"))).as("its time has come").isFalse();
    }

    @Test
    void aWriteForAnotherReasonCountsToo() {
        // Given
        for (int i = 0; i < 40; i++) {
            untilTurn("source-" + i);
        }

        // When
        pace.written("team", key("source-39"));

        // Then
        assertThat(untilTurn("source-39")).isEqualTo(MINUTE);
    }

    private Duration untilTurn(String source) {
        return pace.untilTurn("team", key(source));
    }

    private static ResourceKey key(String source) {
        return new ResourceKey(ResourceKind.SOURCE, source);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
