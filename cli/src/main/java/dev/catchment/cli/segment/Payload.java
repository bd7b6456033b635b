package dev.catchment.cli.segment;

import java.util.List;

/** What the paths of a directive lead into. */
sealed interface Payload {
    Payload EVENT = new Variable("event");
    Payload ITEM = new Variable("item");

    Source at(List<String> steps);

    /** The event, or the element of a list. */
    record Variable(String name) implements Payload {
        @Override
        public Source at(List<String> steps) {
            return new Source.Path(name, steps);
        }
    }

    /** What {@code @transform} made of another one. */
    record Made(Source source) implements Payload {
        @Override
        public Source at(List<String> steps) {
            return Selection.of(source, steps);
        }
    }
}
