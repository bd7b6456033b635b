package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.catchment.condition.Spelling;
import dev.catchment.contract.frame.EventTime;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * A part of a file of cases that is being checked: what is not known is said, not skipped, because a misspelt
 * expectation would expect nothing.
 */
record CasePart(String path, JsonNode node, List<CaseProblem> problems) {

    void problem(String message) {
        problems.add(new CaseProblem(path, message));
    }

    boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    /** The member of that name; its node is missing if it is not there. */
    CasePart at(String name) {
        return new CasePart(path.isEmpty() ? name : path + "." + name, node.path(name), problems);
    }

    /** Whether it is an object; its unknown members are said. */
    boolean isObject(List<String> known) {
        if (!node.isObject()) {
            problem("must be an object with " + String.join(", ", known));
            return false;
        }
        for (String name : (Iterable<String>) node::fieldNames) {
            if (!known.contains(name)) {
                at(name).problem("is not known here; known are " + String.join(", ", known)
                        + Spelling.hint(name, known));
            }
        }
        return true;
    }

    void need(String... names) {
        for (String name : names) {
            if (at(name).isAbsent()) {
                at(name).problem("is required");
            }
        }
    }

    /** Checks each element of a list; an absent one has none. */
    void each(String name, BiConsumer<CasePart, Integer> check) {
        CasePart list = at(name);
        if (list.isAbsent()) {
            return;
        }
        if (!list.node.isArray()) {
            list.problem("must be a list");
            return;
        }
        for (int i = 0; i < list.node.size(); i++) {
            check.accept(new CasePart(list.path + "[" + i + "]", list.node.get(i), problems), i);
        }
    }

    void notEmpty(String name, String what) {
        CasePart list = at(name);
        if (list.node.isArray() && list.node.isEmpty()) {
            list.problem("must have at least one " + what);
        }
    }

    void text(String... names) {
        for (String name : names) {
            CasePart text = at(name);
            if (!text.isAbsent() && !text.node.isTextual()) {
                text.problem("must be a text; put it into quotes");
            } else if (!text.isAbsent() && text.node.textValue().isBlank()) {
                text.problem("must not be empty");
            }
        }
    }

    void oneOf(String name, List<String> choices) {
        CasePart choice = at(name);
        if (!choice.isAbsent() && !choices.contains(choice.node.asText())) {
            choice.problem(
                    "must be one of " + String.join(", ", choices) + Spelling.hint(choice.node.asText(), choices));
        }
    }

    void integer(String name, int least, int most) {
        CasePart number = at(name);
        boolean fits = number.node.isIntegralNumber()
                && number.node.canConvertToInt()
                && number.node.intValue() >= least
                && number.node.intValue() <= most;
        if (!number.isAbsent() && !fits) {
            number.problem("must be a whole number from " + least + " to " + most);
        }
    }

    void time(String name) {
        CasePart time = at(name);
        if (!time.isAbsent() && EventTime.parse(time.node).isEmpty()) {
            time.problem("must be a time such as 2026-01-02T03:04:05Z");
        }
    }

    void object(String name) {
        CasePart object = at(name);
        if (!object.isAbsent() && !object.node.isObject()) {
            object.problem("must be an object");
        }
    }

    /** An object whose values are texts, numbers, true or false. */
    void plainValues(String name) {
        object(name);
        for (var member : at(name).node.properties()) {
            if (member.getValue().isContainerNode()) {
                at(name).at(member.getKey()).problem("must be a text, a number, true or false");
            }
        }
    }

    void texts(String name) {
        each(name, (part, i) -> {
            if (!part.node.isTextual()) {
                part.problem("must be a text");
            }
        });
    }

    void regex(String name) {
        text(name);
        CasePart regex = at(name);
        try {
            Pattern.compile(regex.node.asText());
        } catch (PatternSyntaxException e) {
            regex.problem("is no regular expression (RE2): " + e.getDescription());
        }
    }

    void atMostOneOf(String... names) {
        List<String> given = IntStream.range(0, names.length)
                .mapToObj(i -> names[i])
                .filter(name -> !at(name).isAbsent())
                .toList();
        if (given.size() > 1) {
            at(given.getLast()).problem("cannot stand beside " + given.getFirst() + ": give one of them");
        }
    }
}
