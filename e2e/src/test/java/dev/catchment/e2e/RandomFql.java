package dev.catchment.e2e;

import java.util.List;
import java.util.Random;

/**
 * Makes expressions of what Segment's documentation and its evaluator for browsers see alike: no functions in functions,
 * no list of the event's after {@code in}, no missing field beside null, no length of what is not ASCII.
 */
final class RandomFql {
    private static final List<String> TEXTS = List.of("event", "properties.text", "context.library.name");
    private static final List<String> ASCII = List.of("event", "context.library.name");
    private static final List<String> NUMBERS =
            List.of("properties.n", "properties.half", "properties.zero", "properties.minus");
    private static final List<String> TRUTHS = List.of("properties.yes", "properties.no");
    private static final List<String> NULLS = List.of("properties.nothing", "context.traits");
    private static final List<String> CONTAINERS = List.of(
            "properties.list",
            "properties.same\\ list",
            "properties.empty",
            "properties.object",
            "properties.swapped",
            "context");
    private static final List<String> MISSING = List.of("properties.missing", "traits.email", "properties.n.deeper");
    private static final List<String> TEXT_LITERALS = List.of(
            "'Order Completed'", "\"order completed\"", "'js'", "''", "'a/b'", "'ÄÖ ü'", "'5'", "'true'", "'it\\'s'");
    private static final List<String> NUMBER_LITERALS = List.of("0", "5", "5.0", "-1.5", "+7", "0.5", "1000000");
    private static final List<String> PATTERNS = List.of(
            "'*'",
            "''",
            "'Order*'",
            "'*ed'",
            "'*e*e*'",
            "'?rder*'",
            "'[A-Z]*'",
            "'[^A-Z]*'",
            "'a\\/b'",
            "'a?b'",
            "'analytics.[jk]s'",
            "'*Ä*'",
            "'[z-a]'",
            "'**d'");
    private static final List<String> ORDER = List.of("<", "<=", ">", ">=");

    private final Random random;

    RandomFql(long seed) {
        this.random = new Random(seed);
    }

    /** @param depth how deep brackets go */
    String next(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 10)) {
            case 0 -> scalar() + equality() + scalar();
            case 1 -> any() + " " + of(ORDER) + " " + any();
            case 2 -> "contains(" + anyText() + ", " + anyText() + ")";
            case 3 -> "match(" + anyText() + ", " + of(PATTERNS) + ")";
            case 4 -> plain() + " in [" + plain() + ", " + plain() + "]";
            case 5 ->
                random.nextBoolean()
                        ? odd()
                        : of(random.nextBoolean() ? TRUTHS : List.of("true", "false", "null", of(TEXTS), of(NULLS)));
            case 6 -> "!(" + next(depth - 1) + ")";
            case 7 -> next(depth - 1) + " and " + next(depth - 1);
            case 8 -> next(depth - 1) + " or " + next(depth - 1) + " and " + next(depth - 1);
            default -> "(" + next(depth - 1) + (random.nextBoolean() ? ") and (" : ") or (") + next(depth - 1) + ")";
        };
    }

    private String odd() {
        return switch (random.nextInt(5)) {
            case 0 -> of(MISSING) + equality() + (random.nextBoolean() ? of(TEXT_LITERALS) : of(NUMBER_LITERALS));
            case 1 -> of(CONTAINERS) + equality() + of(CONTAINERS);
            case 2 -> of(CONTAINERS) + equality() + scalar();
            case 3 -> "[" + literal() + ", " + literal() + "]" + equality() + "[" + literal() + ", " + literal() + "]";
            default -> of(MISSING);
        };
    }

    private String plain() {
        return switch (random.nextInt(4)) {
            case 0 -> of(TEXTS);
            case 1 -> of(NUMBERS);
            case 2 -> of(random.nextBoolean() ? TRUTHS : NULLS);
            default -> literal();
        };
    }

    private String scalar() {
        return switch (random.nextInt(4)) {
            case 0 -> "lowercase(" + (random.nextBoolean() ? of(TEXTS) : of(NUMBERS)) + ")";
            case 1 -> "length(" + of(random.nextBoolean() ? ASCII : random.nextBoolean() ? CONTAINERS : NUMBERS) + ")";
            default -> plain();
        };
    }

    private String literal() {
        return switch (random.nextInt(3)) {
            case 0 -> of(TEXT_LITERALS);
            case 1 -> of(NUMBER_LITERALS);
            default -> of(List.of("true", "false", "null"));
        };
    }

    private String any() {
        return switch (random.nextInt(4)) {
            case 0 -> of(MISSING);
            case 1 -> of(CONTAINERS);
            default -> scalar();
        };
    }

    private String anyText() {
        return switch (random.nextInt(6)) {
            case 0 -> of(TEXT_LITERALS);
            case 1 -> of(NUMBERS);
            case 2 -> of(MISSING);
            default -> of(TEXTS);
        };
    }

    private String equality() {
        return random.nextInt(3) == 0 ? " != " : " = ";
    }

    private String of(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
