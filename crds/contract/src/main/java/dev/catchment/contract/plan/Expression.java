package dev.catchment.contract.plan;

import org.jspecify.annotations.Nullable;

/** A condition over an event: exactly one of the two languages is present. */
public record Expression(@Nullable String cel, @Nullable String fql) {
    public static Expression ofCel(String cel) {
        return new Expression(cel, null);
    }
}
