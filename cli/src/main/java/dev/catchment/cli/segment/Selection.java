package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.cli.segment.Source.Choice;
import dev.catchment.cli.segment.Source.Constant;
import dev.catchment.cli.segment.Source.Elements;
import dev.catchment.cli.segment.Source.FirstOf;
import dev.catchment.cli.segment.Source.Members;
import dev.catchment.cli.segment.Source.Part;
import dev.catchment.cli.segment.Source.Path;
import dev.catchment.cli.segment.Source.WithoutNull;
import java.util.List;
import java.util.stream.Stream;

/** Follows a path into a source, as far as it can be followed before there is an event. */
final class Selection {
    private Selection() {}

    static Source of(Source source, List<String> steps) {
        if (steps.isEmpty()) {
            return source;
        }
        String step = steps.getFirst();
        List<String> rest = steps.subList(1, steps.size());
        return switch (source) {
            case Path path -> new Path(path.root(), joined(path.steps(), steps));
            case Part part -> new Part(part.of(), joined(part.steps(), steps));
            case Members members -> of(members.members().getOrDefault(step, Source.Nothing.VALUE), rest);
            case Elements elements -> {
                int index = PathSteps.isIndex(step) ? Integer.parseInt(step) : Integer.MAX_VALUE;
                yield index < elements.elements().size()
                        ? of(elements.elements().get(index), rest)
                        : Source.Nothing.VALUE;
            }
            case Choice choice ->
                new Choice(choice.condition(), of(choice.then(), steps), of(choice.otherwise(), steps));
            case FirstOf first ->
                new Choice("exists(" + first.path().cel() + ")", of(first.path(), steps), of(first.otherwise(), steps));
            case WithoutNull without -> new WithoutNull(of(without.of(), steps));
            // JavaScript stops at a value that counts as false, and gives it.
            case Constant constant -> isFalsy(constant.value()) ? constant : Source.Nothing.VALUE;
            case Source.Nothing nothing -> nothing;
            case Source.Text text -> Source.Nothing.VALUE;
            case Source.Cased cased -> Source.Nothing.VALUE;
            case Source.Replaced replaced -> Source.Nothing.VALUE;
            case Source.Encoded encoded -> Source.Nothing.VALUE;
            case Source.Computed computed -> Source.Nothing.VALUE;
            default -> new Part(source, steps);
        };
    }

    private static boolean isFalsy(JsonNode value) {
        return value.isNull()
                || (value.isTextual() && value.textValue().isEmpty())
                || (value.isBoolean() && !value.booleanValue())
                || (value.isNumber() && value.doubleValue() == 0);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
