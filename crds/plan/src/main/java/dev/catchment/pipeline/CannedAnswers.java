package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.catchment.mapping.OutgoingRequest;
import dev.catchment.mapping.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tools are taken to answer: a list of {@code {"method","url" (regex),"body" (regex),"times","status","headers",
 * "json"|"text"}}, of which the first that fits answers; else 200 {@code {}}. Remembers how often each was given. Not
 * for several threads at once.
 */
public final class CannedAnswers {
    private static final Set<String> KNOWN =
            Set.of("method", "url", "body", "times", "status", "headers", "json", "text");

    private final List<Answer> answers;

    private CannedAnswers(List<Answer> answers) {
        this.answers = answers;
    }

    private static final class Answer {
        private final @Nullable String method;
        private final @Nullable Pattern url;
        private final @Nullable Pattern body;
        private final Reply reply;
        private int times;

        private Answer(JsonNode spec) {
            for (String name : (Iterable<String>) spec::fieldNames) {
                if (!KNOWN.contains(name)) {
                    throw new IllegalArgumentException("unknown member '" + name + "'; known: "
                            + String.join(", ", KNOWN.stream().sorted().toList()));
                }
            }
            method = spec.hasNonNull("method") ? spec.get("method").asText() : null;
            url = pattern("url", spec.get("url"));
            body = pattern("body", spec.get("body"));
            times = spec.path("times").asInt(Integer.MAX_VALUE);
            Map<String, String> headers = new HashMap<>();
            spec.path("headers")
                    .properties()
                    .forEach(header -> headers.put(
                            header.getKey().toLowerCase(Locale.ROOT),
                            header.getValue().asText()));
            String text = spec.has("text")
                    ? spec.get("text").asText()
                    : spec.has("json") ? spec.get("json").toString() : "{}";
            reply = new Reply(spec.path("status").asInt(200), headers, text);
        }

        private static @Nullable Pattern pattern(String name, @Nullable JsonNode regex) {
            try {
                return regex == null || regex.isNull() ? null : Pattern.compile(regex.asText());
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(name + " is no regular expression (RE2): " + e.getDescription(), e);
            }
        }

        private boolean fits(OutgoingRequest request) {
            return times > 0
                    && (method == null || method.equalsIgnoreCase(request.method()))
                    && (url == null || url.matcher(request.url().toString()).find())
                    && (body == null || body.matcher(request.bodyText()).find());
        }
    }

    /** Everything is answered with 200 {@code {}}. */
    public static CannedAnswers none() {
        return new CannedAnswers(List.of());
    }

    /** @throws IllegalArgumentException if it is no list of answers; the message says which one is wrong, and how */
    public static CannedAnswers of(JsonNode list) {
        if (!list.isArray()) {
            throw new IllegalArgumentException("answers must be a list");
        }
        List<Answer> answers = new ArrayList<>();
        for (JsonNode spec : list) {
            try {
                answers.add(new Answer(spec));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("answer " + (answers.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return new CannedAnswers(answers);
    }

    Reply to(OutgoingRequest request) {
        for (Answer answer : answers) {
            if (answer.fits(request)) {
                answer.times--;
                return answer.reply;
            }
        }
        return new Reply(200, Map.of(), JsonNodeFactory.instance.objectNode().toString());
    }
}
