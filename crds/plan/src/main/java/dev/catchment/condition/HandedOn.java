package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression that computes nothing, such as {@code coalesce(event.properties.total, event.properties.value, 0)}. It
 * is answered from the JSON itself: numbers stay as they are written, which CEL's would not, and it takes a fraction of
 * an evaluation's time.
 */
sealed interface HandedOn {
    /** @return null if it is missing */
    @Nullable JsonNode find(CelExpression.Variables variables) throws ConditionException;

    /** @return null if the expression is something else */
    static @Nullable HandedOn of(CelExpr expression) {
        if (expression.getKind() == Kind.IDENT) {
            return new Path(expression.ident().name(), List.of());
        }
        if (expression.getKind() != Kind.CALL || !expression.call().function().equals("coalesce")) {
            return null;
        }
        List<HandedOn> choices = new ArrayList<>();
        for (CelExpr argument : expression.call().args().getFirst().list().elements()) {
            HandedOn choice = choice(undyned(argument));
            if (choice == null) {
                return null;
            }
            choices.add(choice);
        }
        return new First(choices);
    }

    private static @Nullable HandedOn choice(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> constant(expression.constant());
            case CALL ->
                expression.call().function().equals(MaybeMissing.LOOK_UP) ? path(expression.call()) : of(expression);
            case IDENT -> new Path(expression.ident().name(), List.of());
            default -> null;
        };
    }

    private static @Nullable HandedOn constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case STRING_VALUE -> new Constant(TextNode.valueOf(constant.stringValue()));
            case INT64_VALUE -> new Constant(LongNode.valueOf(constant.int64Value()));
            case BOOLEAN_VALUE -> new Constant(BooleanNode.valueOf(constant.booleanValue()));
            case NULL_VALUE -> new Constant(JsonNodeFactory.instance.nullNode());
            default -> null;
        };
    }

    private static @Nullable HandedOn path(CelCall lookUp) {
        CelExpr root = lookUp.args().get(0);
        if (root.getKind() != Kind.IDENT) {
            return null;
        }
        List<Object> keys = new ArrayList<>();
        for (CelExpr element : lookUp.args().get(1).list().elements()) {
            CelExpr key = undyned(element);
            if (key.getKind() != Kind.CONSTANT) {
                return null;
            }
            switch (key.constant().getKind()) {
                case STRING_VALUE -> keys.add(key.constant().stringValue());
                case INT64_VALUE -> keys.add(key.constant().int64Value());
                default -> {
                    return null;
                }
            }
        }
        return new Path(root.ident().name(), List.copyOf(keys));
    }

    private static CelExpr undyned(CelExpr expression) {
        return expression.getKind() == Kind.CALL && expression.call().function().equals("dyn")
                ? expression.call().args().getFirst()
                : expression;
    }

    /** The first that is there and not null; null if there is none. */
    record First(List<HandedOn> choices) implements HandedOn {
        @Override
        public JsonNode find(CelExpression.Variables variables) throws ConditionException {
            for (HandedOn choice : choices) {
                JsonNode value = choice.find(variables);
                if (value != null && !value.isNull()) {
                    return value;
                }
            }
            return JsonNodeFactory.instance.nullNode();
        }
    }

    /** What lies there, if anything does. */
    record Path(String variable, List<Object> keys) implements HandedOn {
        @Override
        public @Nullable JsonNode find(CelExpression.Variables variables) throws ConditionException {
            Object at = variables.value(variable);
            for (Object key : keys) {
                if (at == null) {
                    return null;
                }
                at = MaybeMissing.step(at, key);
            }
            if (at == null) {
                return null;
            }
            return at instanceof JsonNode node ? node : JsonValues.toJson(at);
        }
    }

    /** What stands in the expression. */
    record Constant(JsonNode value) implements HandedOn {
        @Override
        public JsonNode find(CelExpression.Variables variables) {
            return value;
        }
    }
}
