package dev.catchment.cli.segment;

import dev.catchment.cli.segment.Trigger.Test;
import dev.catchment.cli.segment.TriggerToken.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trigger as Segment's actions do: of several {@code and} and {@code or} at one level the last one counts for
 * all, parentheses end at the first closing one, and what is no comparison or function is passed over.
 */
final class TriggerParser {
    private static final Set<String> TEXTS = Set.of("event", "name", "userId");
    private static final Set<String> OBJECTS = Set.of("properties", "traits", "context");
    private static final Set<String> FUNCTIONS = Set.of("contains", "match");

    private final Deque<TriggerToken> tokens;

    private TriggerParser(List<TriggerToken> tokens) {
        this.tokens = new ArrayDeque<>(tokens);
    }

    /** @throws TriggerException if Segment cannot read it: then it never holds */
    static Trigger parse(String trigger) throws TriggerException {
        return new TriggerParser(joined(TriggerLexer.tokens(trigger))).group();
    }

    /** Names with their dots as one: {@code properties.plan}. */
    private static List<TriggerToken> joined(List<TriggerToken> tokens) {
        List<TriggerToken> joined = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (!joined.isEmpty()
                    && joined.getLast().is(Kind.IDENT)
                    && tokens.get(i).is(Kind.DOT)
                    && i + 1 < tokens.size()
                    && tokens.get(i + 1).is(Kind.IDENT)) {
                String name = joined.removeLast().text() + "." + tokens.get(++i).text();
                joined.add(new TriggerToken(Kind.IDENT, name));
            } else {
                joined.add(tokens.get(i));
            }
        }
        return joined;
    }

    private Trigger group() throws TriggerException {
        List<Trigger> nodes = new ArrayList<>();
        boolean all = true;
        while (!tokens.isEmpty() && !tokens.element().is(Kind.END)) {
            TriggerToken token = tokens.remove();
            switch (token.kind()) {
                case IDENT -> named(token.text(), nodes);
                case PAREN_LEFT -> nodes.add(new TriggerParser(untilParenthesis()).group());
                case CONDITIONAL -> all = token.text().equals("and");
                case OPERATOR -> {
                    if (token.text().equals("!") && isFunction(tokens.element())) {
                        function(tokens.remove().text(), true, nodes);
                    }
                }
                default -> {}
            }
        }
        if (nodes.isEmpty()) {
            throw new TriggerException("there is no condition in it");
        }
        return nodes.size() == 1 ? nodes.getFirst() : new Trigger.Group(all, nodes);
    }

    private List<TriggerToken> untilParenthesis() throws TriggerException {
        List<TriggerToken> inside = new ArrayList<>();
        while (!tokens.isEmpty()) {
            TriggerToken token = tokens.remove();
            if (token.is(Kind.PAREN_RIGHT)) {
                inside.add(TriggerToken.THE_END);
                return inside;
            }
            inside.add(token);
        }
        throw new TriggerException("a parenthesis is not closed, or holds another one, which Segment cannot read");
    }

    private static boolean isFunction(TriggerToken token) {
        return token.is(Kind.IDENT) && FUNCTIONS.contains(token.text());
    }

    private void named(String name, List<Trigger> nodes) throws TriggerException {
        String root = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        if (TEXTS.contains(root) || root.equals("type") || OBJECTS.contains(root)) {
            TriggerToken operator = next("the operator after " + name + " is missing");
            TriggerToken value = next("the value after " + name + " is missing");
            nodes.add(comparison(root, name, operator.text(), value));
        }
        if (FUNCTIONS.contains(name)) {
            function(name, false, nodes);
        }
    }

    private TriggerToken next(String otherwise) throws TriggerException {
        if (tokens.isEmpty()) {
            throw new TriggerException(otherwise);
        }
        return tokens.remove();
    }

    private static Trigger comparison(String root, String name, String operator, TriggerToken value) {
        List<String> path = path(root, name);
        boolean object = OBJECTS.contains(root);
        boolean equal = operator.equals("=");
        if (value.text().equals("null")
                && (equal || operator.equals("!="))
                && !Set.of("type", "event").contains(root)) {
            return new Trigger.Leaf(path, equal ? Test.EXISTS_NOT : Test.EXISTS, "");
        }
        if (equal
                && (object || root.equals("userId"))
                && Set.of("true", "false").contains(value.text())) {
            return new Trigger.Leaf(path, Test.IS, value.text().equals("true"));
        }
        if (object && value.is(Kind.NUMBER) && (equal || operator.equals("!="))) {
            return new Trigger.Leaf(
                    path, equal ? Test.NUMBER_EQUALS : Test.NUMBER_DIFFERS, JsNumbers.parse(value.text()));
        }
        Test test =
                switch (operator) {
                    case "=" -> Test.EQUALS;
                    case "!=" -> Test.DIFFERS;
                    case "<" -> Test.LESS;
                    case "<=" -> Test.AT_MOST;
                    case ">" -> Test.MORE;
                    case ">=" -> Test.AT_LEAST;
                    default -> Test.NEVER;
                };
        return switch (test) {
            case LESS, AT_MOST, MORE, AT_LEAST -> new Trigger.Leaf(path, test, JsNumbers.parse(text(value)));
            default -> new Trigger.Leaf(path, test, text(value));
        };
    }

    private void function(String function, boolean negated, List<Trigger> nodes) throws TriggerException {
        tokens.poll();
        TriggerToken name = next(function + "() has no first argument");
        tokens.poll();
        TriggerToken value = next(function + "() has no second argument");
        tokens.poll();
        @Nullable String root = root(name.text());
        if (root == null) {
            return;
        }
        List<String> path = path(root, name.text());
        String text = text(value);
        if (function.equals("contains")) {
            nodes.add(new Trigger.Leaf(path, negated ? Test.CONTAINS_NOT : Test.CONTAINS, text));
        } else if (value.text().endsWith("*\"")) {
            nodes.add(new Trigger.Leaf(
                    path, negated ? Test.BEGINS_NOT : Test.BEGINS, text.substring(0, Math.max(0, text.length() - 1))));
        } else {
            nodes.add(new Trigger.Leaf(
                    path, negated ? Test.ENDS_NOT : Test.ENDS, text.substring(Math.min(1, text.length()))));
        }
    }

    /** What a function reads; null: nothing, and Segment passes over the function. */
    private static @Nullable String root(String name) {
        return TEXTS.contains(name)
                ? name
                : OBJECTS.stream().filter(name::startsWith).findFirst().orElse(null);
    }

    private static List<String> path(String root, String name) {
        if (!OBJECTS.contains(root)) {
            return List.of(root);
        }
        String below = name.startsWith(root + ".") ? name.substring(root.length() + 1) : name;
        List<String> path = new ArrayList<>(List.of(root));
        Arrays.stream(below.split("[\\[\\].]+")).filter(step -> !step.isEmpty()).forEach(path::add);
        return path;
    }

    /** A value as the text that Segment compares with. */
    private static String text(TriggerToken value) {
        return switch (value.kind()) {
            case STRING -> value.text().replaceFirst("^\"", "").replaceFirst("\"$", "");
            case NUMBER -> JsNumbers.text(JsNumbers.parse(value.text()));
            default -> value.text();
        };
    }
}
