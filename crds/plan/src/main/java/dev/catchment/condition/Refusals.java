package dev.catchment.condition;

import dev.cel.common.CelIssue;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words for why an expression does not compile: where, what is wrong, and what is known there. */
final class Refusals {
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'");
    private static final Pattern ITS_FUNCTION = Pattern.compile("'@(\\w+)'");

    static final String TOO_DEEP = "the expression is nested too deeply: at most " + Limits.DEPTH
            + " parts inside one another, those of a chain such as a + b + c too";

    private Refusals() {}

    static ExpressionException of(CelIssue issue, String source, Set<String> variables) {
        int line = Math.max(1, issue.getSourceLocation().getLine());
        int column = Math.max(0, issue.getSourceLocation().getColumn());
        String message = ITS_FUNCTION
                .matcher(issue.getMessage().replace(" (in container '')", ""))
                .replaceAll("'$1'");
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.find()) {
            String name = undeclared.group(1);
            message = isCall(source, line, column) ? function(name) : variable(name, variables);
        }
        return new ExpressionException(
                line, column + 1, message.startsWith("Expression recursion limit exceeded") ? TOO_DEEP : message);
    }

    private static String function(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return "undeclared reference to '" + simple + "', which is no function"
                + meant(Similar.to(simple, CelLibrary.known())) + "; docs/mapping.md lists all functions";
    }

    private static String variable(String name, Set<String> variables) {
        return "undeclared reference to '" + name + "'; known here: " + list(variables)
                + meant(Similar.to(name, variables));
    }

    private static String meant(List<String> similar) {
        return similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
    }

    /** Of a call, the compiler gives the position of its parenthesis. */
    private static boolean isCall(String source, int line, int column) {
        String[] lines = source.split("\n", -1);
        if (line > lines.length) {
            return false;
        }
        int[] points = lines[line - 1].codePoints().toArray();
        return column < points.length && points[column] == '(';
    }

    static String list(Collection<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }
}
