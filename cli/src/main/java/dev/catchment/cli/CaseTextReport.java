package dev.catchment.cli;

import dev.catchment.pipeline.Difference;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** For people: a line per case, and under a failed one what differs. */
final class CaseTextReport implements CaseReport {
    private static final int MAX_DIFFERENCES = 20;

    @Override
    public void print(List<CaseFileResult> files, PrintWriter out) {
        for (CaseFileResult file : files) {
            if (file.cases().isEmpty() && file.findings().isEmpty()) {
                continue; // none of its cases is among the wanted ones
            }
            out.println(file.file());
            file.findings().forEach(finding -> out.println("  ✗ " + finding));
            for (CaseResult result : file.cases()) {
                out.println(
                        result.passed()
                                ? "  ✓ " + result.name()
                                : "  ✗ " + result.name() + " (" + result.place() + ")");
                lines(result).forEach(line -> out.println("      " + line));
            }
        }
        out.println();
        out.println(summary(files));
    }

    /** What is wrong with a case; nothing if it passed. */
    static List<String> lines(CaseResult result) {
        List<String> lines = new ArrayList<>();
        if (result.error() != null) {
            result.error().lines().forEach(lines::add);
        }
        result.differences().stream().limit(MAX_DIFFERENCES).forEach(difference -> add(difference, lines));
        int more = result.differences().size() - MAX_DIFFERENCES;
        if (more > 0) {
            lines.add("… and " + more + " more");
        }
        return lines;
    }

    private static void add(Difference difference, List<String> lines) {
        lines.add(difference.path());
        lines.add("  expected  " + difference.expected());
        lines.add("  actual    " + difference.actual());
    }

    private static String summary(List<CaseFileResult> files) {
        long passed = files.stream().mapToLong(CaseFileResult::passed).sum();
        long failed = files.stream().mapToLong(CaseFileResult::failed).sum();
        long errors = files.stream().mapToLong(CaseFileResult::errors).sum();
        return passed + " passed, " + failed + " failed" + (errors == 0 ? "" : ", " + errors + " could not be run");
    }
}
