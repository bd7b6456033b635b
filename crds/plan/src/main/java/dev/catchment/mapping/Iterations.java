package dev.catchment.mapping;

import dev.catchment.condition.ConditionException;

/** How many elements the lists of one rendering have had: lists within lists multiply. */
final class Iterations {
    static final int MOST = 10_000;

    private int made;

    void another() throws ConditionException {
        if (++made > MOST) {
            throw ConditionException.of("the lists that it makes have more than " + MOST + " elements together");
        }
    }
}
