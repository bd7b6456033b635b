package dev.catchment.condition;

import java.util.Collection;

/** What is said about a name that is not known. */
public final class Spelling {
    private Spelling() {}

    /** {@code "; did you mean 'fields'?"}, or nothing if no known name is near. */
    public static String hint(String word, Collection<String> known) {
        return Similar.to(word, known).stream()
                .findFirst()
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }
}
