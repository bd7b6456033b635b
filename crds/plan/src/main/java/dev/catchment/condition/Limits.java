package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;

/** What one evaluation of an expression may cost, so that none can stall those who wait behind it. */
final class Limits {
    /** Code points in one expression. */
    static final int SOURCE = 10_000;

    /** Parts of an expression inside one another, those of a chain such as {@code a.b.c} too. */
    static final int DEPTH = 100;

    /** Iterations of all comprehensions of one evaluation together. */
    static final int ITERATIONS = 10_000;

    /** Characters of one text, list or map that an expression makes, as JSON. */
    static final int SIZE = 1_000_000;

    /** Characters made and looked through by one evaluation, and steps taken; see {@link Budget}. */
    static final int WORK = 10_000_000;

    /** Instructions of a compiled regular expression. */
    static final int PATTERN = 5_000;

    private Limits() {}

    static String text(Arguments arguments, StringBuilder text) {
        return text(arguments, text.toString());
    }

    static String text(Arguments arguments, String text) {
        check(arguments, text.length());
        return text;
    }

    static void check(Arguments arguments, long length) {
        if (length > SIZE) {
            throw arguments.failure("gives more than 1,000,000 characters");
        }
    }

    static JsonNode json(Arguments arguments, JsonNode value) {
        if (Sizes.ofJson(value, SIZE) > SIZE) {
            throw arguments.failure("gives more than 1,000,000 characters of JSON");
        }
        return value;
    }
}
