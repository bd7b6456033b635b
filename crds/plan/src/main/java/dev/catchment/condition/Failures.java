package dev.catchment.condition;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words for what went wrong while an expression ran, without the event's values that CEL's own messages quote. */
final class Failures {
    private static final Pattern OFFSET = Pattern.compile("at <input>:(\\d+)");
    private static final Pattern FIELD = Pattern.compile("(?:key|field) '([^']*)'");

    private Failures() {}

    static ConditionException of(CelEvaluationException e, String source) {
        String detail = e.getMessage() == null ? "" : e.getMessage();
        String where = position(detail, source);
        Optional<String> ours = FunctionFailure.behind(e);
        if (ours.isPresent()) {
            return FunctionFailure.isWhole(e)
                    ? ConditionException.whole(ours.get())
                    : ConditionException.of(where + ours.get());
        }
        CelErrorCode code = e.getErrorCode();
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND ->
                ConditionException.missing(
                        where + "the event has no " + field(detail, source) + "; test for it with has()");
            case INDEX_OUT_OF_BOUNDS -> ConditionException.missing(where + "the list has no element at that index");
            case ITERATION_BUDGET_EXCEEDED ->
                ConditionException.of(where + "more than " + Limits.ITERATIONS + " iterations");
            case DIVIDE_BY_ZERO -> ConditionException.of(where + "division by zero");
            case NUMERIC_OVERFLOW -> ConditionException.of(where + "a number is out of range");
            case OVERLOAD_NOT_FOUND -> ConditionException.of(where + "an operand has a type that this does not take");
            case BAD_FORMAT ->
                ConditionException.of(where + "a text cannot be read as the number, time or duration asked for");
            case DUPLICATE_ATTRIBUTE -> ConditionException.of(where + "a map has the same key twice");
            case INVALID_ARGUMENT -> ConditionException.of(where + invalid(detail));
            default -> ConditionException.of(where + "the expression failed (" + code + ")");
        };
    }

    private static String invalid(String detail) {
        if (detail.contains("expected boolean value")) {
            return "a condition gives a value that is neither true nor false";
        }
        return detail.contains("for iteration range")
                ? "a loop needs a list or a map to run over"
                : "the expression failed (INVALID_ARGUMENT)";
    }

    /** A key is named only if the expression names it: computed keys may be the event's content. */
    private static String field(String detail, String source) {
        Matcher matcher = FIELD.matcher(detail);
        return matcher.find() && !matcher.group(1).isEmpty() && source.contains(matcher.group(1))
                ? "field '" + matcher.group(1) + "' there"
                : "such field";
    }

    private static String position(String detail, String source) {
        Matcher matcher = OFFSET.matcher(detail);
        if (!matcher.find()) {
            return "";
        }
        return position(source, Integer.parseInt(matcher.group(1))) + ": ";
    }

    /**
     * Line and column as {@code 1:5}.
     *
     * @param codePoints from the start of the source
     */
    static String position(String source, int codePoints) {
        int offset = Math.min(codePoints, source.codePointCount(0, source.length()));
        String before = source.substring(0, source.offsetByCodePoints(0, offset));
        int lineStart = before.lastIndexOf('\n') + 1;
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return line + ":" + (before.codePointCount(lineStart, before.length()) + 1);
    }
}
