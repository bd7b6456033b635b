package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.re2j.Pattern;
import dev.catchment.mapping.OutgoingRequest;
import dev.catchment.mapping.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tools are taken to answer: a list of {@code {"method","url" (regex),"body" (regex),"times","status","headers",
 * "json"|"text"}}, of which the first that fits answers; else 200 {@code {}}. Remembers how often each was given. Not
 * for several threads at once.
 */
public final class CannedAnswers {
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
            method = spec.hasNonNull("method") ? spec.get("method").asText() : null;
            url = pattern(spec.get("url"));
            body = pattern(spec.get("body"));
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

        private static @Nullable Pattern pattern(@Nullable JsonNode regex) {
            return regex == null || regex.isNull() ? null : Pattern.compile(regex.asText());
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
            throw new IllegalArgumentException("must be a list of answers");
        }
        for (CaseProblem problem : CaseShape.checkAnswers(list)) {
            throw new IllegalArgumentException(problem.toString());
        }
        List<Answer> answers = new ArrayList<>();
        list.forEach(spec -> answers.add(new Answer(spec)));
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
