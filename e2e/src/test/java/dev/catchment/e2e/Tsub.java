package dev.catchment.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Segment's evaluator of FQL for browsers, the real one, in a process of its own. */
final class Tsub {
    private final List<String> questions = new ArrayList<>();

    /** @param form as {@code FqlExpression.deviceForm} gives it */
    void ask(JsonNode form, ObjectNode event) {
        ObjectNode question = ContractJson.EVENTS.createObjectNode();
        question.set("ir", form);
        question.set("event", event);
        questions.add(question.toString());
    }

    /** @return {@code true}, {@code false} or {@code error} for each question */
    List<String> answers() throws IOException, InterruptedException {
        SdkSender.install();
        Path file = Files.createTempFile("tsub", ".ndjson");
        try {
            Files.write(file, questions);
            return Command.run(Repository.ROOT.resolve("e2e/sdk/node"), "node", "tsub.mjs", file.toString())
                    .lines();
        } finally {
            Files.delete(file);
        }
    }
}
