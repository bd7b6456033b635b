package dev.catchment.delivery.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Hash128;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingUsersTest {
    private static final Hash128 ANN = new Hash128(1, 1);
    private static final Hash128 BOB = new Hash128(2, 2);

    private final WaitingUsers users = new WaitingUsers();

    @Test
    void aUserIsHeldUntilAPassAfterTheirTime() {
        // Given
        users.failed(ANN, 0);

        // When / Then
        assertThat(users.holds(ANN)).isTrue();
        assertThat(users.holds(BOB)).isFalse();
        assertThat(users.due(seconds(9))).isFalse();
        users.pass(seconds(9));
        assertThat(users.holds(ANN)).isTrue();
        assertThat(users.due(seconds(10))).isTrue();
        assertThat(users.holds(ANN)).as("only a pass lets a user go").isTrue();
        users.pass(seconds(10));
        assertThat(users.holds(ANN)).isFalse();
    }

    @Test
    void pausesDoubleWhileTheUserFailsAndBeginAnewAfterASuccess() {
        // Given
        users.failed(ANN, 0);
        users.pass(seconds(10));

        // When / Then
        users.failed(ANN, seconds(10));
        assertThat(users.nextDue(seconds(10))).isEqualTo(Duration.ofSeconds(20));
        users.pass(seconds(30));
        users.resolved(ANN);
        users.failed(ANN, seconds(30));
        assertThat(users.nextDue(seconds(30))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void noPauseIsLongerThanAQuarterOfAnHour() {
        long now = 0;
        for (int i = 0; i < 20; i++) {
            users.failed(ANN, now);
            now += users.nextDue(now).toNanos();
            users.pass(now);
        }
        users.failed(ANN, now);
        assertThat(users.nextDue(now)).isEqualTo(Duration.ofMinutes(15));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
