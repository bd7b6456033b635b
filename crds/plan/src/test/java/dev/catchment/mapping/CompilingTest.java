package dev.catchment.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.TypeDocument;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompilingTest {
    /** Ten times what a warm JVM may take; CPU time, so that others' load on the machine does not count. */
    private static final Duration MOST = Duration.ofSeconds(2);

    @Test
    void aTypeWithTwentyActionsIsCompiledInAMoment() throws Exception {
        // Given
        TypeDocument small = type(1);
        TypeDocument large = type(20);
        TypeProgram.compile(small);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();

        // When
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = threads.getCurrentThreadCpuTime();
            assertThat(TypeProgram.compile(large).actions()).hasSize(20);
            fastest = Math.min(fastest, threads.getCurrentThreadCpuTime() - start);
        }

        // Then
        assertThat(Duration.ofNanos(fastest)).isLessThan(MOST);
    }

    /**
     * Of actions with twenty fields each, most of them paths, some computed, one a list; no two of them have an
     * expression in common.
     */
    private static TypeDocument type(int actions) {
        String fields = IntStream.range(0, 14)
                .mapToObj(i -> "f" + i + ": {type: string, default: '${event.properties.f" + i + "}'}")
                .collect(Collectors.joining(", "));
        String action = "{fields: {" + fields + """
                , a: {type: string, default: "${coalesce(event.userId, event.anonymousId)}"}
                , b: {type: string, default: "${sha256(normalizeEmail(event.context.traits.email))}"}
                , c: {type: integer, default: "${unixMillis(event.timestamp)}"}
                , d: {type: string, default: "${upper(event.properties.currency)}"}
                , e: {type: integer, default: "${size(event.properties.products)}"}
                , g: {type: object, multiple: true, default: {
                    $each: "${event.properties.products}", $value: {id: "${item.id}", price: "${item.price}"}}}
                }, requests: [{url: "https://tool.example/v1", body: {json: "${fields}"}}]}""";
        return Types.type("version: '1'\nactions:\n"
                + IntStream.range(0, actions)
                        .mapToObj(i -> "  a" + i + ": "
                                + action.replace("\n", " ").replace("event.", "event.a" + i + ".") + "\n")
                        .collect(Collectors.joining()));
    }
}
