package dev.catchment.delivery.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import dev.catchment.contract.frame.Frame;
import dev.catchment.contract.frame.FrameBuilder;
import dev.catchment.contract.frame.FrameEvent;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.filter.Filters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SieveTest {
    private static final Hash128 KEY = new Hash128(1, 2);
    private static final Filters NO_TESTERS = Filters.of(List.of(new FilterDocument(
            "no-testers",
            Selection.everything(),
            Selection.everything(),
            Expression.ofCel("event.userId == 'tester'"),
            new FilterAction.Drop())));

    @Test
    void whatTheFiltersDropIsCountedBySource() throws Exception {
        // Given
        LogFrame frame =
                frame("web tester", "web ann", "app tester", "web tester", "app bob", "web tester", "app carl");
        frame.markDuplicate(3);
        frame.markDuplicate(6);

        // When
        Sieve sieve = frame.sieve(NO_TESTERS);

        // Then
        assertThat(sieve.left()).containsExactly(1, 4);
        assertThat(sieve.dropped()).isEqualTo(Map.of("web", 2, "app", 1));
    }

    @Test
    void itIsAskedOncePerFrame() throws Exception {
        LogFrame frame = frame("web tester", "web ann");
        assertThat(frame.sieve(NO_TESTERS)).isSameAs(frame.sieve(NO_TESTERS));
    }

    @Test
    void anEventThatTheFiltersCannotJudgeIsLeftForItsDestination() throws Exception {
        // Given: no user at all, and no event at all
        LogFrame frame = frame("web", "web tester");

        // When
        // Then
        assertThat(frame.sieve(NO_TESTERS).left()).containsExactly(0);
    }

    /** Each of a source and a user; without a user it is no JSON. */
    private static LogFrame frame(String... events) throws Exception {
        FrameBuilder builder = new FrameBuilder(Frame.MAX_BYTES);
        for (String event : events) {
            String[] parts = event.split(" ", 2);
            byte[] body =
                    (parts.length == 1 ? "{" : "{\"userId\":\"" + parts[1] + "\"}").getBytes(StandardCharsets.UTF_8);
            builder.add(new FrameEvent(parts[0], Kind.TRACK, new byte[0], body, 0, body.length, false, KEY, KEY));
        }
        Frame frame = Frame.decode(builder.build(UUID.randomUUID(), Instant.now()));
        return new LogFrame(1, Instant.now(), 1, frame, new FrameBudget(1, 1));
    }
}
