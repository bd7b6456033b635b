package dev.catchment.contract.plan;

import org.jspecify.annotations.Nullable;

/** A condition over an event: exactly one of the two languages is present. */
public record Expression(@Nullable String cel, @Nullable String fql) {
    public Expression {
        if ((cel == null) == (fql == null)) {
            throw new IllegalArgumentException("a condition has exactly one of cel and fql");
        }
    }

    public static Expression ofCel(String cel) {
        return new Expression(cel, null);
    }
}
