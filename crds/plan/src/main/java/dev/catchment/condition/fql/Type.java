package dev.catchment.condition.fql;

/** What a value is, by the names that {@code typeof} gives. */
enum Type {
    BOOL("bool"),
    LIST("list"),
    NULL("null"),
    NUMBER("number"),
    OBJECT("object"),
    STRING("string"),
    /** Known only when the expression runs: a path. */
    ANY("any");

    private final String word;

    Type(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** For messages. */
    String withArticle() {
        return (this == OBJECT ? "an " : "a ") + word;
    }
}
