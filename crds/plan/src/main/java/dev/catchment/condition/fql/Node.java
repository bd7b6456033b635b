package dev.catchment.condition.fql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression, or a part of one. */
sealed interface Node {
    /** What it gives, as far as that is known before it runs. */
    Type type();

    /** A text, a number, true, false or null. */
    record Literal(JsonNode value) implements Node {
        @Override
        public Type type() {
            return Values.type(value);
        }
    }

    /** A field of the event, by the names that lead to it. */
    record Path(List<String> names) implements Node {
        public Path {
            names = List.copyOf(names);
        }

        @Override
        public Type type() {
            return Type.ANY;
        }
    }

    record Items(List<Node> nodes) implements Node {
        public Items {
            nodes = List.copyOf(nodes);
        }

        @Override
        public Type type() {
            return Type.LIST;
        }
    }

    record Not(Node node) implements Node {
        @Override
        public Type type() {
            return Type.BOOL;
        }
    }

    /** Two or more. */
    record And(List<Node> nodes) implements Node {
        public And {
            nodes = List.copyOf(nodes);
        }

        @Override
        public Type type() {
            return Type.BOOL;
        }
    }

    /** Two or more. */
    record Or(List<Node> nodes) implements Node {
        public Or {
            nodes = List.copyOf(nodes);
        }

        @Override
        public Type type() {
            return Type.BOOL;
        }
    }

    record Comparison(Operator operator, Node left, Node right) implements Node {
        @Override
        public Type type() {
            return Type.BOOL;
        }
    }

    /** @param where the operator stands, for what goes wrong when it runs */
    record In(Node element, Node list, String where) implements Node {
        @Override
        public Type type() {
            return Type.BOOL;
        }
    }

    /**
     * @param where the function's name stands
     * @param glob of {@code match} with a pattern that is written in the expression: that pattern
     */
    record Call(
            Function function,
            List<Node> arguments,
            String where,
            @Nullable Glob glob) implements Node {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public Type type() {
            return function.result();
        }
    }
}
