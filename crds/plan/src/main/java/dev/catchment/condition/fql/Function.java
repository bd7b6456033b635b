package dev.catchment.condition.fql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The functions of FQL. */
enum Function {
    BOOL(1, Type.BOOL),
    CONTAINS(2, Type.BOOL),
    KEBABCASE(1, Type.STRING),
    LENGTH(1, Type.NUMBER),
    LOWERCASE(1, Type.STRING),
    MATCH(2, Type.BOOL),
    NUMBER(1, Type.NUMBER),
    SNAKECASE(1, Type.STRING),
    STRING(1, Type.STRING),
    TITLECASE(1, Type.STRING),
    TYPEOF(1, Type.STRING),
    UPPERCASE(1, Type.STRING);

    private final String word;
    private final int arity;
    private final Type result;

    Function(int arity, Type result) {
        this.word = name().toLowerCase(Locale.ROOT);
        this.arity = arity;
        this.result = result;
    }

    static Optional<Function> of(String word) {
        return Arrays.stream(values())
                .filter(function -> function.word.equals(word))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Function::word).toList();
    }

    String word() {
        return word;
    }

    int arity() {
        return arity;
    }

    /** What it gives, unless it gives null. */
    Type result() {
        return result;
    }
}
