package dev.catchment.cli.segment;

import dev.catchment.cli.segment.CelWriter.Inexpressible;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in an {@code if}, as CEL. */
final class LiquidCondition {
    private final LiquidTokens tokens;
    private final Payload payload;

    private LiquidCondition(LiquidTokens tokens, Payload payload) {
        this.tokens = tokens;
        this.payload = payload;
    }

    static String read(String text, Payload payload) throws Inexpressible {
        return new LiquidCondition(new LiquidTokens(text), payload).all();
    }

    private String all() throws Inexpressible {
        List<String> conditions = new ArrayList<>(List.of(one()));
        @Nullable String operator = tokens.peek();
        while (!tokens.isEmpty()) {
            String next = tokens.next("and or or");
            if (!next.equals(operator) || !(next.equals("and") || next.equals("or"))) {
                throw new Inexpressible(
                        next.equals("and") || next.equals("or")
                                ? "and and or in one condition"
                                : "\"" + next + "\" in a condition");
            }
            conditions.add(one());
        }
        return conditions.size() == 1
                ? conditions.getFirst()
                : "(" + String.join(") " + ("and".equals(operator) ? "&&" : "||") + " (", conditions) + ")";
    }

    private String one() throws Inexpressible {
        LiquidValue left = LiquidValue.of(tokens.next("a value"), payload);
        @Nullable String operator = tokens.peek();
        if (operator == null || operator.equals("and") || operator.equals("or")) {
            return "!([null, false].exists(b, b == " + left.cel() + "))";
        }
        tokens.next("an operator");
        String word = tokens.next("a value");
        LiquidValue right = LiquidValue.of(word, payload);
        return switch (operator) {
            case "==", "!=" -> left.cel() + " " + operator + " " + right.cel();
            case "<", "<=", ">", ">=" -> {
                if (!LiquidTokens.isNumber(word)) {
                    throw new Inexpressible("a comparison with something that is no number");
                }
                yield "type(" + left.cel() + ") in [int, uint, double] && " + left.cel() + " " + operator + " " + word;
            }
            case "contains" -> {
                if (!LiquidTokens.isText(word)) {
                    throw new Inexpressible("contains with something that is no text");
                }
                yield "(type(" + left.cel() + ") == string && " + left.cel() + ".contains(" + right.cel()
                        + ")) || (type(" + left.cel() + ") == list && " + right.cel() + " in " + left.cel() + ")";
            }
            default -> throw new Inexpressible("\"" + operator + "\" in a condition");
        };
    }
}
