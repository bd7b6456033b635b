package dev.catchment.delivery.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.count.CircuitCause;
import dev.catchment.delivery.http.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitTest {
    private final Circuit circuit = new Circuit(new Random(1));

    @Test
    void failuresOfOneEventAmongSuccessesLeaveItClosed() {
        for (int i = 0; i < 20; i++) {
            // When
            circuit.started();
            circuit.failed();
            circuit.started();
            circuit.succeeded();
        }

        // Then
        assertThat(circuit.state()).isEqualTo(Circuit.State.CLOSED);
    }

    @Test
    void failuresWithoutASuccessOpenItAndOneProbeThatSucceedsClosesIt() {
        // Given
        boolean open = false;
        for (int i = 0; i < Circuit.THRESHOLD; i++) {
            circuit.started();
            open = circuit.failed();
        }
        assertThat(open).isTrue();
        assertThat(circuit.admits()).isFalse();

        // When
        circuit.probe();
        circuit.started();
        circuit.started();
        boolean stillOpen = circuit.failed();
        circuit.succeeded();

        // Then
        assertThat(stillOpen).isFalse();
        assertThat(circuit.state()).isEqualTo(Circuit.State.CLOSED);
    }

    @Test
    void halfOpenAdmitsAFewAndOpensWhenTheLastOfThemFails() {
        // Given
        circuit.started();
        circuit.broke(CircuitCause.CREDENTIALS);
        circuit.probe();

        // When
        for (int i = 0; i < Circuit.PROBES; i++) {
            assertThat(circuit.admits()).isTrue();
            circuit.started();
        }

        // Then
        assertThat(circuit.admits()).isFalse();
        assertThat(circuit.failed()).isFalse();
        assertThat(circuit.failed()).isFalse();
        assertThat(circuit.failed()).isTrue();
    }

    @Test
    void whyItIsOpenIsKnownUntilItIsClosed() {
        // Given
        assertThat(circuit.cause()).isEmpty();

        // When
        circuit.started();
        circuit.broke(CircuitCause.CREDENTIALS);
        circuit.probe();

        // Then
        assertThat(circuit.cause()).contains(CircuitCause.CREDENTIALS);

        // When
        circuit.started();
        circuit.broke(CircuitCause.OTHER);

        // Then
        assertThat(circuit.cause()).contains(CircuitCause.OTHER);

        // When
        circuit.probe();
        circuit.started();
        circuit.succeeded();

        // Then
        assertThat(circuit.cause()).isEmpty();
    }

    @Test
    void pausesGrowToAMinuteAndRetryAfterIsHonouredUpToAnHour() {
        // Given
        Duration before = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            circuit.started();
            circuit.broke(CircuitCause.CREDENTIALS);
            before = circuit.pause(Duration.ZERO);
            circuit.probe();
        }

        // Then
        assertThat(before).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        assertThat(circuit.pause(Duration.ofMinutes(10))).isEqualTo(Duration.ofMinutes(10));
        assertThat(circuit.pause(Duration.ofDays(10))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void pausesBetweenAttemptsStayUnderTenSeconds() {
        // When
        Duration all = Duration.ZERO;
        for (int failures = 1; failures < Backoff.ATTEMPTS; failures++) {
            all = all.plus(Backoff.pause(failures, new Random(failures)));
        }

        // Then
        assertThat(all).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    @Test
    void requestsAreSpreadOverTheSecond() {
        // Given
        Pacer pacer = new Pacer(10, 0);

        // When
        long wait = 0;
        for (int i = 0; i < 11; i++) {
            wait = pacer.take(0);
        }

        // Then
        assertThat(Duration.ofNanos(wait)).isBetween(Duration.ofMillis(850), Duration.ofMillis(1000));
        assertThat(new Pacer(0, 0).take(0)).isZero();
    }

    @Test
    void momentsThatAreGivenUpAreGivenToTheNext() {
        // Given
        Pacer pacer = new Pacer(2, 0);
        for (int i = 0; i < 17; i++) {
            long unused = pacer.take(0);
        }
        assertThat(Duration.ofNanos(pacer.take(0))).isGreaterThan(Duration.ofSeconds(8));

        // When
        pacer.forgo(Duration.ofMillis(200).toNanos());

        // Then
        assertThat(Duration.ofNanos(pacer.take(Duration.ofMillis(200).toNanos())))
                .isLessThan(Duration.ofMillis(500));
        assertThat(Duration.ofNanos(pacer.take(Duration.ofMillis(200).toNanos())))
                .isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
    }

    @ParameterizedTest
    @CsvSource({
        "200,Done",
        "204,Done",
        "400,Permanent",
        "404,Permanent",
        "408,Transient",
        "423,Transient",
        "425,Transient",
        "429,Sick",
        "401,Sick",
        "403,Sick",
        "302,Sick",
        "500,Transient",
        "501,Permanent",
        "502,Transient",
        "503,Sick"
    })
    void anAnswerMeans(int status, String verdict) {
        // When
        Verdict means = Verdict.of(new Answer.Response(status, "", Optional.empty()));

        // Then
        assertThat(means.getClass().getSimpleName()).isEqualTo(verdict);
    }
}
