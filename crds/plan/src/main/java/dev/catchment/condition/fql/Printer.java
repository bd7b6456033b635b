package dev.catchment.condition.fql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An expression as text, with the brackets that it needs and no others. */
final class Printer {
    private Printer() {}

    static String print(Node node) {
        return switch (node) {
            case Node.Literal literal -> literal(literal.value());
            case Node.Path path -> path(path.names());
            case Node.Items items -> "[" + listed(items.nodes()) + "]";
            case Node.Call call -> call.function().word() + "(" + listed(call.arguments()) + ")";
            case Node.Not not -> "!" + (not.node() instanceof Node.Not ? print(not.node()) : value(not.node()));
            case Node.And and ->
                and.nodes().stream()
                        .map(each ->
                                each instanceof Node.And || each instanceof Node.Or ? inBrackets(each) : print(each))
                        .collect(Collectors.joining(" and "));
            case Node.Or or ->
                or.nodes().stream()
                        .map(each -> each instanceof Node.Or ? inBrackets(each) : print(each))
                        .collect(Collectors.joining(" or "));
            case Node.Comparison comparison ->
                value(comparison.left()) + " " + comparison.operator().symbol() + " " + value(comparison.right());
            case Node.In in -> value(in.element()) + " in " + value(in.list());
        };
    }

    /** A text as it is written in an expression. */
    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String value(Node node) {
        return switch (node) {
            case Node.Literal ignored -> print(node);
            case Node.Path ignored -> print(node);
            case Node.Items ignored -> print(node);
            case Node.Call ignored -> print(node);
            default -> inBrackets(node);
        };
    }

    private static String inBrackets(Node node) {
        return "(" + print(node) + ")";
    }

    private static String listed(List<Node> nodes) {
        return nodes.stream().map(Printer::print).collect(Collectors.joining(", "));
    }

    private static String literal(JsonNode value) {
        if (value.isTextual()) {
            return quoted(value.textValue());
        }
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }

    private static String path(List<String> names) {
        String path = names.stream().map(Printer::name).collect(Collectors.joining("."));
        boolean taken = names.size() == 1
                ? Lexer.KEYWORDS.contains(path.toLowerCase(Locale.ROOT))
                : names.getFirst().equals("event");
        return taken || (path.charAt(0) != '\\' && !Lexer.beginsName(path.charAt(0))) ? "\\" + path : path;
    }

    private static String name(String name) {
        StringBuilder escaped = new StringBuilder();
        name.codePoints().forEachOrdered(c -> escaped.append(Lexer.isInName(c) ? "" : "\\")
                .appendCodePoint(c));
        return escaped.toString();
    }
}
