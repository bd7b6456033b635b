package dev.catchment.cli;

import dev.catchment.api.file.Place;
import dev.catchment.pipeline.Difference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a case went.
 *
 * @param differences what came out otherwise than expected
 * @param error why it could not be run; null: it was
 */
record CaseResult(
        Place place,
        String name,
        List<Difference> differences,
        @Nullable String error,
        Duration took) {
    CaseResult {
        differences = List.copyOf(differences);
    }

    boolean passed() {
        return error == null && differences.isEmpty();
    }

    String status() {
        return error != null ? "error" : passed() ? "passed" : "failed";
    }
}
