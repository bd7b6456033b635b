package dev.catchment.cli.segment;

import java.util.List;

/** A trigger as Segment understands it, which is not always as it is written. */
sealed interface Trigger {

    /** @param all whether all of them must hold, or one */
    record Group(boolean all, List<Trigger> children) implements Trigger {
        public Group {
            children = List.copyOf(children);
        }
    }

    /**
     * @param path from the event, such as {@code [properties, plan]}
     * @param value what it is compared with; a Boolean for {@link Test#IS}, a Double for the tests of numbers, "" where
     *     none is needed
     */
    record Leaf(List<String> path, Test test, Object value) implements Trigger {
        public Leaf {
            path = List.copyOf(path);
        }
    }

    /** Each of them holds for a value of its own type only, but for the ones that say otherwise. */
    enum Test {
        EQUALS,
        /** Also if the value is missing or no text. */
        DIFFERS,
        IS,
        NUMBER_EQUALS,
        NUMBER_DIFFERS,
        LESS,
        AT_MOST,
        MORE,
        AT_LEAST,
        CONTAINS,
        CONTAINS_NOT,
        BEGINS,
        BEGINS_NOT,
        ENDS,
        ENDS_NOT,
        EXISTS,
        EXISTS_NOT,
        NEVER
    }
}
