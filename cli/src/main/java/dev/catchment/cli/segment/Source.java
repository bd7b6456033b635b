package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a value comes from: a mapping of Segment with its directives understood and every path traced back to the event
 * (or to the element of a list).
 */
sealed interface Source {

    /** JavaScript's undefined. */
    record Nothing() implements Source {
        static final Source VALUE = new Nothing();
    }

    /** A text, number, truth value or null. */
    record Constant(JsonNode value) implements Source {}

    /** @param root {@code event} or {@code item} */
    record Path(String root, List<String> steps) implements Source {
        public Path {
            steps = List.copyOf(steps);
        }

        String cel() {
            return CelText.path(root, steps);
        }

        /** Numbers of elements make it an expression that is evaluated, not looked up. */
        boolean isIndexed() {
            return steps.stream().anyMatch(PathSteps::isIndex);
        }
    }

    /** What lies at a path inside a computed value. */
    record Part(Source of, List<String> steps) implements Source {
        public Part {
            steps = List.copyOf(steps);
        }
    }

    record Members(Map<String, Source> members) implements Source {
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    record Elements(List<Source> elements) implements Source {
        public Elements {
            elements = List.copyOf(elements);
        }
    }

    /** Values joined to a text; what is missing or null is empty. */
    record Text(List<Source> parts) implements Source {
        public Text {
            parts = List.copyOf(parts);
        }
    }

    /** A path, or something else if it is missing or null. */
    record FirstOf(Path path, Source otherwise) implements Source {}

    /** @param condition in CEL; it has an answer for every event */
    record Choice(String condition, Source then, Source otherwise) implements Source {}

    /** A text in capitals or without; anything else as it is. */
    record Cased(boolean upper, Source of) implements Source {}

    record Replaced(Source of, List<Replacement> replacements, boolean ignoreCase, boolean everywhere)
            implements Source {
        public Replaced {
            replacements = List.copyOf(replacements);
        }
    }

    /** Literally; both at most ten characters. */
    record Replacement(String pattern, String replacement) {}

    /** A list with one value for each element of another; inside {@code shape} the element is the root {@code item}. */
    record Each(Source list, Source shape) implements Source {}

    /** Objects as one; later ones win. */
    record Merged(List<Source> objects) implements Source {
        public Merged {
            objects = List.copyOf(objects);
        }
    }

    /** An object without some members. */
    record Omitted(Source of, List<String> keys) implements Source {
        public Omitted {
            keys = List.copyOf(keys);
        }
    }

    record Flattened(Source of, String separator, boolean omitArrays) implements Source {}

    record Encoded(Source of) implements Source {}

    record Decoded(Source of) implements Source {}

    /** Nothing instead of null. */
    record WithoutNull(Source of) implements Source {}

    /** CEL that has a value for every event. */
    record Computed(String cel) implements Source {}

    /** Whether it can be undefined. */
    default boolean mayMiss() {
        return switch (this) {
            case Constant c -> false;
            case Members m -> false;
            case Elements e -> false;
            case Text t -> false;
            case Merged m -> false;
            case Flattened f -> false;
            case Replaced r -> false;
            case Computed c -> false;
            case FirstOf first -> first.otherwise().mayMiss();
            case Choice choice -> choice.then().mayMiss() || choice.otherwise().mayMiss();
            case Cased cased -> cased.of().mayMiss();
            case Encoded encoded -> encoded.of().mayMiss();
            case Decoded decoded -> decoded.of().mayMiss();
            default -> true;
        };
    }
}
