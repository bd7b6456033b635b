package dev.catchment.compile;

import dev.catchment.pipeline.Difference;
import java.time.Duration;
import java.util.List;

/**
 * How a case of a resource's {@code spec.tests} went.
 *
 * @param path such as {@code spec.tests[0]}
 * @param differences none: it passes; else what came out otherwise than expected, without secrets
 * @param took when it was run: what it was run on may be unchanged since
 */
public record TestResult(String path, String name, List<Difference> differences, Duration took) {
    public TestResult {
        differences = List.copyOf(differences);
    }

    public boolean passed() {
        return differences.isEmpty();
    }
}
