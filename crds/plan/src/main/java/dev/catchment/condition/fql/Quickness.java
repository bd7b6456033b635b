package dev.catchment.condition.fql;

import java.util.List;

/**
 * Recognises expressions each of whose parts looks at a value of the event once. Patterns that must be searched for in a
 * text, or that come from the event, do not; nor do lists that come from the event.
 */
final class Quickness {
    private Quickness() {}

    static boolean of(Node node) {
        return switch (node) {
            case Node.Literal ignored -> true;
            case Node.Path ignored -> true;
            case Node.Items items -> all(items.nodes());
            case Node.Not not -> of(not.node());
            case Node.And and -> all(and.nodes());
            case Node.Or or -> all(or.nodes());
            case Node.Comparison comparison -> of(comparison.left()) && of(comparison.right());
            case Node.In in -> of(in.element()) && in.list() instanceof Node.Items items && all(items.nodes());
            case Node.Call call -> isQuick(call) && all(call.arguments());
        };
    }

    private static boolean isQuick(Node.Call call) {
        Glob glob = call.glob();
        return switch (call.function()) {
            case MATCH -> glob != null && glob.quick();
            case CONTAINS -> call.arguments().getLast() instanceof Node.Literal;
            default -> true;
        };
    }

    private static boolean all(List<Node> nodes) {
        return nodes.stream().allMatch(Quickness::of);
    }
}
