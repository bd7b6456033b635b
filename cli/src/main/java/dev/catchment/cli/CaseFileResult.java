package dev.catchment.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How the cases of a file went.
 *
 * @param findings what is wrong with the file itself; then not all cases of it were run
 * @param started when its first case began
 */
record CaseFileResult(Path file, List<Finding> findings, List<CaseResult> cases, Instant started) {
    CaseFileResult {
        findings = List.copyOf(findings);
        cases = List.copyOf(cases);
    }

    long failed() {
        return cases.stream().filter(each -> each.status().equals("failed")).count();
    }

    /** Cases that could not be run; a file that is wrong itself counts as one. */
    long errors() {
        return (findings.isEmpty() ? 0 : 1)
                + cases.stream().filter(each -> each.status().equals("error")).count();
    }

    long passed() {
        return cases.stream().filter(CaseResult::passed).count();
    }

    Duration took() {
        return cases.stream().map(CaseResult::took).reduce(Duration.ZERO, Duration::plus);
    }
}
