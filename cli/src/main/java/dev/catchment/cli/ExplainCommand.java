package dev.catchment.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Secret;
import dev.catchment.mapping.AccessToken;
import dev.catchment.pipeline.CannedAnswers;
import dev.catchment.pipeline.DestinationPipeline;
import dev.catchment.pipeline.Event;
import dev.catchment.pipeline.Explainer;
import dev.catchment.pipeline.Explanation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a destination would be sent; sends nothing. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the exact requests that a destination would be sent, one JSON line per event:",
            "{\"messageIds\",\"outcome\" (send, filtered, refused, held),\"reason\",\"detail\",\"requests\"}.",
            "Nothing is sent. The folder may hold the Destination and its Secret alone."
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "a folder with the resources' YAML files, or one file")
    private Path folder = Path.of(".");

    @Option(names = "--destination", paramLabel = "NAME", required = true, description = "the Destination")
    private String destination = "";

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "events as NDJSON or a JSON array (default: one sample of each of the six calls)")
    private @Nullable Path events;

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = {
                "what the tool is taken to answer: [{\"method\",\"url\" (regex),\"body\" (regex),\"times\",\"status\","
                        + "\"headers\",\"json\"|\"text\"}], first fit, else 200 {}"
            })
    private @Nullable Path answers;

    @Option(names = "--batch", description = "one line per batch, as the destination would batch the events")
    private boolean batch;

    @Option(names = "--source", paramLabel = "NAME", description = "the Source they come from (default: its first)")
    private @Nullable String source;

    @Option(names = "--show-secrets", description = "show secrets instead of ***")
    private boolean showSecrets;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, CommandFailure {
        ExplainedDestination explained = ExplainedDestination.find(ResourceFolder.read(folder), destination);
        explained.findings().forEach(spec.commandLine().getErr()::println);
        if (explained.findings().stream().anyMatch(Finding::isError)) {
            throw new CommandFailure("Destination " + destination + " would not be accepted, see above");
        }
        Instant now = Clock.systemUTC().instant();
        String from = source == null ? explained.firstSource() : source;
        List<Event> read = events == null ? SampleEvents.all(from, now) : EventsFile.read(events, from, now);
        CannedAnswers canned = answers == null ? CannedAnswers.none() : answers(answers);
        PrintWriter out = spec.commandLine().getOut();
        for (Explanation explanation : explain(explained.pipeline(), read, now, canned)) {
            out.println(line(explanation, explained.secrets().values()));
        }
        out.flush();
        return 0;
    }

    private List<Explanation> explain(
            DestinationPipeline pipeline, List<Event> read, Instant now, CannedAnswers canned) {
        AccessToken token = new AccessToken(Secret.of("***"), JsonNodeFactory.instance.objectNode());
        return batch
                ? Explainer.explain(pipeline, read, now, canned, token)
                : read.stream()
                        .flatMap(event -> Explainer.explain(pipeline, List.of(event), now, canned, token).stream())
                        .toList();
    }

    private static CannedAnswers answers(Path file) throws IOException, CommandFailure {
        try {
            return CannedAnswers.of(ContractJson.EVENTS.readTree(file.toFile()));
        } catch (JsonProcessingException e) {
            throw new CommandFailure(file + " is no JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(file + ": " + e.getMessage(), e);
        }
    }

    private ObjectNode line(Explanation explanation, Collection<Secret> secrets) {
        return (showSecrets ? explanation : redacted(explanation, secrets)).toJson();
    }

    private static Explanation redacted(Explanation explanation, Collection<Secret> secrets) {
        return new Explanation(
                explanation.messageIds(),
                explanation.outcome(),
                explanation.reason(),
                explanation.detail(),
                explanation.requests().stream()
                        .map(request -> request.redacted(secrets))
                        .toList());
    }
}
