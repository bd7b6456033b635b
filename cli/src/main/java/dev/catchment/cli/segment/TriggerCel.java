package dev.catchment.cli.segment;

import java.util.stream.Collectors;

/** Writes a trigger as a CEL condition that has an answer for every event. */
final class TriggerCel {
    private static final String NUMBERS = "[int, uint, double]";

    private TriggerCel() {}

    static String of(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Group group ->
                group.children().stream()
                        .map(child -> of(child, group.all()))
                        .collect(Collectors.joining(group.all() ? " && " : " || "));
            case Trigger.Leaf leaf -> leaf(leaf);
        };
    }

    private static String of(Trigger child, boolean inAll) {
        String cel = of(child);
        boolean several = child instanceof Trigger.Group || (!inAll && cel.contains(" && "));
        return several ? "(" + cel + ")" : cel;
    }

    private static String leaf(Trigger.Leaf leaf) {
        String value = value(leaf);
        String text = leaf.value() instanceof String plain ? CelText.quote(plain) : "";
        return switch (leaf.test()) {
            case EQUALS -> value + " == " + text;
            case DIFFERS -> value + " != " + text;
            case IS -> value + " == " + leaf.value();
            case NUMBER_EQUALS -> number(leaf, value, "==", false);
            case NUMBER_DIFFERS -> differs(leaf, value);
            case LESS -> number(leaf, value, "<", true);
            case AT_MOST -> number(leaf, value, "<=", true);
            case MORE -> number(leaf, value, ">", true);
            case AT_LEAST -> number(leaf, value, ">=", true);
            case CONTAINS -> isText(value) + value + ".contains(" + text + ")";
            case CONTAINS_NOT -> isText(value) + "!" + value + ".contains(" + text + ")";
            case BEGINS -> isText(value) + value + ".startsWith(" + text + ")";
            case BEGINS_NOT -> isText(value) + "!" + value + ".startsWith(" + text + ")";
            case ENDS -> isText(value) + value + ".endsWith(" + text + ")";
            case ENDS_NOT -> isText(value) + "!" + value + ".endsWith(" + text + ")";
            case EXISTS -> value + " != null";
            case EXISTS_NOT -> value + " == null";
            case NEVER -> "false";
        };
    }

    /** Every event has a type; anything else may be missing. */
    private static String value(Trigger.Leaf leaf) {
        String path = CelText.path(
                "event." + leaf.path().getFirst(),
                leaf.path().subList(1, leaf.path().size()));
        return path.equals("event.type") ? path : "coalesce(" + path + ")";
    }

    private static String isText(String value) {
        return "type(" + value + ") == string && ";
    }

    private static String number(Trigger.Leaf leaf, String value, String operator, boolean guarded) {
        if (!(leaf.value() instanceof Double number) || number.isNaN()) {
            return "false";
        }
        String comparison = value + " " + operator + " " + JsNumbers.cel(number);
        return guarded ? "type(" + value + ") in " + NUMBERS + " && " + comparison : comparison;
    }

    /** Nothing equals what is no number. */
    private static String differs(Trigger.Leaf leaf, String value) {
        return leaf.value() instanceof Double number && number.isNaN()
                ? "type(" + value + ") in " + NUMBERS
                : number(leaf, value, "!=", true);
    }
}
