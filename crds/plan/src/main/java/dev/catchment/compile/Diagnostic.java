package dev.catchment.compile;

import static dev.catchment.compile.ConditionType.ACCEPTED;
import static dev.catchment.compile.ConditionType.PROGRAMMED;
import static dev.catchment.compile.ConditionType.RESOLVED_REFS;
import static dev.catchment.compile.ConditionType.TESTS_PASSED;

import dev.catchment.pipeline.Difference;

/**
 * One thing that keeps a condition of a resource from being True, or, if it is not fatal, that is to be said about it.
 *
 * @param path where in the resource, such as {@code spec.when.cel}; empty: the resource as a whole
 * @param message for people: what is wrong and what to do. Never holds a secret
 */
public record Diagnostic(ConditionType condition, boolean fatal, DiagnosticReason reason, String path, String message) {
    private static final int MAX_PATH = 256;
    private static final int MAX_VALUE = 256;
    /** What people read, and what fits a status: a name in a spec may be as long as its author likes. */
    private static final int MOST_CHARACTERS = 1024;

    public Diagnostic {
        path = bounded(path);
        message = bounded(message);
    }

    private static String bounded(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 4) + " ...";
    }

    static Diagnostic notAccepted(DiagnosticReason reason, String path, String message) {
        return new Diagnostic(ACCEPTED, true, reason, path, message);
    }

    /** The resource is accepted, though not all of it has an effect. */
    static Diagnostic warning(DiagnosticReason reason, String path, String message) {
        return new Diagnostic(ACCEPTED, false, reason, path, message);
    }

    static Diagnostic unresolved(DiagnosticReason reason, String path, String message) {
        return new Diagnostic(RESOLVED_REFS, true, reason, path, message);
    }

    /** Names the case, and the first place where it came out otherwise than expected. */
    static Diagnostic testFailed(TestResult result) {
        Difference first = result.differences().getFirst();
        int more = result.differences().size() - 1;
        return new Diagnostic(
                TESTS_PASSED,
                true,
                DiagnosticReason.TESTS_FAILED,
                cut(result.path() + "." + first.path(), MAX_PATH),
                "case \"" + result.name() + "\": expected " + cut(first.expected(), MAX_VALUE) + ", got "
                        + cut(first.actual(), MAX_VALUE)
                        + (more == 0 ? "" : more == 1 ? "; 1 more difference" : "; " + more + " more differences"));
    }

    /** Says how the cases are, though none fails. */
    static Diagnostic tests(DiagnosticReason reason, String message) {
        return new Diagnostic(TESTS_PASSED, false, reason, "spec.tests", message);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }

    static Diagnostic held(String path, String message) {
        return new Diagnostic(PROGRAMMED, true, DiagnosticReason.HELD_BY_FILTER, path, message);
    }
}
