package dev.catchment.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.mapping.OutgoingRequest;
import dev.catchment.pipeline.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What tools are taken to answer in {@code explain}: a JSON array of {@code {"method","url" (regex),"body" (regex),
 * "times","status","headers","json"|"text"}}, of which the first that fits answers; else 200 {@code {}}.
 */
final class CannedAnswers {
    private static final int OK = 200;
    private static final int NOT_OK = 300;

    private final List<Answer> answers;

    private CannedAnswers(List<Answer> answers) {
        this.answers = answers;
    }

    private static final class Answer {
        private final @Nullable String method;
        private final @Nullable Pattern url;
        private final @Nullable Pattern body;
        private final int status;
        private int times;

        private Answer(JsonNode spec) {
            method = spec.hasNonNull("method") ? spec.get("method").asText() : null;
            url = pattern(spec.get("url"));
            body = pattern(spec.get("body"));
            status = spec.path("status").asInt(OK);
            times = spec.path("times").asInt(Integer.MAX_VALUE);
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

    static CannedAnswers none() {
        return new CannedAnswers(List.of());
    }

    static CannedAnswers read(Path file) throws IOException, CommandFailure {
        List<Answer> answers = new ArrayList<>();
        try {
            JsonNode list = ContractJson.EVENTS.readTree(file.toFile());
            if (!list.isArray()) {
                throw new CommandFailure(file + " must hold a JSON array of answers");
            }
            for (JsonNode spec : list) {
                answers.add(new Answer(spec));
            }
            return new CannedAnswers(answers);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(file + " is no JSON: " + e.getOriginalMessage(), e);
        } catch (PatternSyntaxException e) {
            throw new CommandFailure(file + ": answer " + (answers.size() + 1) + ": " + e.getDescription(), e);
        }
    }

    /** What becomes of it under these answers: the first that is no success refuses it. */
    Explanation applyTo(Explanation explanation) {
        for (OutgoingRequest request : explanation.requests()) {
            int status = status(request);
            if (status < OK || status >= NOT_OK) {
                return new Explanation(
                        explanation.messageIds(),
                        "refused",
                        explanation.reason(),
                        "the tool answers " + status,
                        explanation.requests());
            }
        }
        return explanation;
    }

    private int status(OutgoingRequest request) {
        for (Answer answer : answers) {
            if (answer.fits(request)) {
                answer.times--;
                return answer.status;
            }
        }
        return OK;
    }
}
