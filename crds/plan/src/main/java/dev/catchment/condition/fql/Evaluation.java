package dev.catchment.condition.fql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.condition.ConditionException;
import dev.catchment.condition.fql.Values.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One run of an expression over an event. Fields that are not there are null. Only what has no answer fails: a list that
 * is none, a conversion that cannot be made, a pattern of the event's that cannot be used.
 */
record Evaluation(ObjectNode event) {

    /** Whether it is true; whatever is not true counts as false. */
    boolean holds(Node node) throws ConditionException {
        return switch (node) {
            case Node.And and -> {
                for (Node each : and.nodes()) {
                    if (!holds(each)) {
                        yield false;
                    }
                }
                yield true;
            }
            case Node.Or or -> {
                for (Node each : or.nodes()) {
                    if (holds(each)) {
                        yield true;
                    }
                }
                yield false;
            }
            case Node.Not not -> !holds(not.node());
            case Node.Comparison comparison ->
                holds(comparison.operator(), value(comparison.left()), value(comparison.right()));
            case Node.In in -> isIn(in);
            case Node.Call call when call.function() == Function.MATCH -> match(call);
            case Node.Call call when call.function() == Function.CONTAINS -> contains(call);
            default -> isTrue(value(node));
        };
    }

    private static boolean isTrue(JsonNode value) {
        return value.isBoolean() && value.booleanValue();
    }

    private static boolean holds(Operator operator, JsonNode left, JsonNode right) {
        return switch (operator) {
            case EQUAL -> Values.same(left, right);
            case NOT_EQUAL -> !Values.same(left, right);
            case LESS -> Values.compare(left, right) == Order.LESS;
            case GREATER -> Values.compare(left, right) == Order.GREATER;
            case AT_MOST -> {
                Order order = Values.compare(left, right);
                yield order == Order.LESS || order == Order.EQUAL;
            }
            case AT_LEAST -> {
                Order order = Values.compare(left, right);
                yield order == Order.GREATER || order == Order.EQUAL;
            }
        };
    }

    private boolean isIn(Node.In in) throws ConditionException {
        JsonNode element = value(in.element());
        if (in.list() instanceof Node.Items items) {
            for (Node item : items.nodes()) {
                if (Values.same(element, value(item))) {
                    return true;
                }
            }
            return false;
        }
        JsonNode list = value(in.list());
        if (list.isNull()) {
            return false;
        } else if (!list.isArray()) {
            throw ConditionException.of(in.where() + "in needs a list on its right side, and this event has "
                    + Values.type(list).withArticle() + " there");
        }
        for (JsonNode item : list) {
            if (Values.same(element, item)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode value(Node node) throws ConditionException {
        return switch (node) {
            case Node.Literal literal -> literal.value();
            case Node.Path path -> find(path.names());
            case Node.Items items -> {
                ArrayNode list =
                        JsonNodeFactory.instance.arrayNode(items.nodes().size());
                for (Node item : items.nodes()) {
                    list.add(value(item));
                }
                yield list;
            }
            case Node.Call call -> result(call);
            default -> BooleanNode.valueOf(holds(node));
        };
    }

    /** Names lead through objects; a number leads into a list. */
    private JsonNode find(List<String> names) {
        JsonNode at = event;
        for (String name : names) {
            JsonNode next = at.isArray() ? element(at, name) : at.get(name);
            if (next == null) {
                return NullNode.instance;
            }
            at = next;
        }
        return at;
    }

    private static JsonNode element(JsonNode list, String name) {
        boolean index = !name.isEmpty() && name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        JsonNode element = index ? list.get(Integer.parseInt(name)) : null;
        return element == null ? NullNode.instance : element;
    }

    private JsonNode result(Node.Call call) throws ConditionException {
        JsonNode value = value(call.arguments().getFirst());
        return switch (call.function()) {
            case MATCH -> BooleanNode.valueOf(match(call));
            case CONTAINS -> BooleanNode.valueOf(contains(call));
            case LENGTH -> length(value);
            case TYPEOF -> TextNode.valueOf(Values.type(value).word());
            case LOWERCASE -> text(value, text -> text.toLowerCase(Locale.ROOT));
            case UPPERCASE -> text(value, text -> text.toUpperCase(Locale.ROOT));
            case SNAKECASE -> text(value, text -> Texts.joined(text, '_'));
            case KEBABCASE -> text(value, text -> Texts.joined(text, '-'));
            case TITLECASE -> text(value, Texts::titled);
            case STRING ->
                TextNode.valueOf(value.isContainerNode() ? value.toString() : value.isNull() ? "" : value.asText());
            case NUMBER -> number(value, call.where());
            case BOOL -> BooleanNode.valueOf(bool(value, call.where()));
        };
    }

    private boolean contains(Node.Call call) throws ConditionException {
        JsonNode text = value(call.arguments().getFirst());
        JsonNode part = value(call.arguments().getLast());
        return text.isTextual() && part.isTextual() && text.textValue().contains(part.textValue());
    }

    private boolean match(Node.Call call) throws ConditionException {
        JsonNode text = value(call.arguments().getFirst());
        Glob glob = call.glob();
        if (glob == null) {
            JsonNode pattern = value(call.arguments().getLast());
            if (!text.isTextual() || !pattern.isTextual()) {
                return false;
            }
            glob = glob(pattern.textValue(), call.where());
        }
        return text.isTextual() && glob.matches(text.textValue());
    }

    private static Glob glob(String pattern, String where) throws ConditionException {
        try {
            return Glob.compile(pattern);
        } catch (BadPatternException e) {
            throw ConditionException.of(where + "the pattern that match() gets here cannot be used: " + e.getMessage());
        }
    }

    private static JsonNode length(JsonNode value) {
        return switch (Values.type(value)) {
            case LIST -> IntNode.valueOf(value.size());
            case STRING -> IntNode.valueOf(Texts.bytes(value.textValue()));
            case NULL -> IntNode.valueOf(0);
            default -> Values.NOT_A_NUMBER;
        };
    }

    private static JsonNode text(JsonNode value, UnaryOperator<String> change) {
        return value.isTextual() ? TextNode.valueOf(change.apply(value.textValue())) : NullNode.instance;
    }

    private static JsonNode number(JsonNode value, String where) throws ConditionException {
        if (value.isNumber() || value.isNull()) {
            return value;
        }
        Optional<BigDecimal> number =
                value.isTextual() ? Numbers.read(value.textValue().strip()) : Optional.empty();
        if (number.isPresent()) {
            return DecimalNode.valueOf(number.get());
        }
        String found = value.isTextual()
                ? "a text that is no number"
                : Values.type(value).withArticle() + ", which is no number";
        throw ConditionException.of(where + "number() gets " + found);
    }

    private static boolean bool(JsonNode value, String where) throws ConditionException {
        return switch (Values.type(value)) {
            case BOOL -> value.booleanValue();
            case NUMBER -> Values.compare(value, IntNode.valueOf(0)) != Order.EQUAL;
            case STRING ->
                switch (value.textValue().toLowerCase(Locale.ROOT)) {
                    case "true", "t", "1" -> true;
                    case "false", "f", "0", "" -> false;
                    default ->
                        throw ConditionException.of(
                                where
                                        + "bool() gets a text that says neither true nor false (true, t, 1; false, f, 0, or nothing)");
                };
            case NULL -> false;
            default -> !value.isEmpty();
        };
    }
}
