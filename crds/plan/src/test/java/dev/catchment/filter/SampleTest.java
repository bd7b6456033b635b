package dev.catchment.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.condition.ExpressionException;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.pipeline.Event;
import dev.catchment.pipeline.Events;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SampleTest {
    private static final int EVENTS = 20_000;

    @Test
    void takesItsShare() throws Exception {
        // Given
        Sample sample = sample(25, null);

        // When
        long taken = IntStream.range(0, EVENTS)
                .filter(i -> sample.takes(message(i, "u")))
                .count();

        // Then
        assertThat((double) taken / EVENTS).isBetween(0.235, 0.265);
    }

    @Property
    void aGreaterShareContainsASmallerOne(
            @ForAll int message,
            @ForAll @DoubleRange(min = 0, max = 100) double one,
            @ForAll @DoubleRange(min = 0, max = 100) double other)
            throws Exception {
        // Given
        Event event = message(message, "u");

        // When
        boolean smaller = sample(Math.min(one, other), null).takes(event);
        boolean greater = sample(Math.max(one, other), null).takes(event);

        // Then
        assertThat(greater || !smaller).isTrue();
    }

    @Test
    void noneAndAllAreExact() throws Exception {
        assertThat(IntStream.range(0, 1000)).noneMatch(i -> takes(0, message(i, "u")));
        assertThat(IntStream.range(0, 1000)).allMatch(i -> takes(100, message(i, "u")));
    }

    @Test
    void oneValueAlwaysFallsOnTheSameSide() throws Exception {
        // Given
        Sample byUser = sample(50, "userId");

        // When
        // Then
        for (int user = 0; user < 50; user++) {
            String name = "u" + user;
            boolean first = byUser.takes(message(0, name));
            assertThat(IntStream.range(1, 20)).allMatch(i -> byUser.takes(message(i, name)) == first);
        }
    }

    @Test
    void withoutAValueTheMessageDecides() throws Exception {
        // Given
        Sample byNothing = sample(50, "context.nothing.here");

        // When
        long taken = IntStream.range(0, 1000)
                .filter(i -> byNothing.takes(message(i, "u")))
                .count();

        // Then
        assertThat(taken).isBetween(400L, 600L);
    }

    private static boolean takes(double percent, Event event) {
        try {
            return sample(percent, null).takes(event);
        } catch (ExpressionException e) {
            throw new AssertionError(e);
        }
    }

    private static Sample sample(double percent, @Nullable String path) throws ExpressionException {
        return Sample.of(new FilterAction.Sample(percent, path));
    }

    private static Event message(int i, String user) {
        return Events.event("{\"type\":\"track\",\"messageId\":\"m" + i + "\",\"userId\":\"" + user + "\"}");
    }
}
