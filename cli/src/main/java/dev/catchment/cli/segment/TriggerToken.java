package dev.catchment.cli.segment;

/** A piece of a trigger's text. */
record TriggerToken(Kind kind, String text) {
    enum Kind {
        IDENT,
        DOT,
        OPERATOR,
        CONDITIONAL,
        STRING,
        NUMBER,
        NULL,
        PAREN_LEFT,
        PAREN_RIGHT,
        /** Comma and brackets: no part of a trigger that means something. */
        OTHER,
        END
    }

    static final TriggerToken THE_END = new TriggerToken(Kind.END, "eos");

    boolean is(Kind wanted) {
        return kind == wanted;
    }
}
