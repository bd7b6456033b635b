package dev.catchment.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.v1alpha1.Destination;
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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what destinations would be sent; sends nothing. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the exact requests that destinations would be sent, one JSON line per event and destination:",
            "{\"messageIds\",\"outcome\" (send, partly, filtered, refused, held, retry),\"reason\",\"detail\",\"requests\"}.",
            "Nothing is sent. The folder may hold the Destination and its Secret alone."
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "a folder with the resources' YAML files, or one file")
    private Path folder = Path.of(".");

    @Option(
            names = "--destination",
            paramLabel = "NAME",
            description = {
                "a Destination; can be repeated (default: all of the folder).",
                "Unless it is given once, each line names its \"destination\""
            })
    private List<String> names = List.of();

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
        CompiledFolder compiled = CompiledFolder.of(ResourceFolder.read(folder));
        PrintWriter err = spec.commandLine().getErr();
        boolean complete = true;
        if (names.isEmpty()) {
            compiled.folder().findings().forEach(err::println);
            complete = compiled.folder().findings().isEmpty();
        }
        for (Destination destination : chosen(compiled)) {
            try {
                explain(ExplainedDestination.of(compiled, destination, OptionalInt.empty()));
            } catch (CommandFailure e) {
                if (names.size() == 1) {
                    throw e;
                }
                err.println("error: " + CommandFailure.sentence(e));
                complete = false;
            }
        }
        return complete ? 0 : 1;
    }

    private List<Destination> chosen(CompiledFolder compiled) throws CommandFailure {
        if (names.isEmpty() && compiled.destinations().isEmpty()) {
            throw new CommandFailure("there is no readable Destination in " + folder);
        }
        if (names.isEmpty()) {
            return compiled.destinations();
        }
        List<Destination> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(compiled.destination(name));
        }
        return chosen;
    }

    private void explain(ExplainedDestination explained) throws IOException, CommandFailure {
        explained.warnings().forEach(spec.commandLine().getErr()::println);
        Instant now = Clock.systemUTC().instant();
        String from = source == null ? explained.firstSource() : source;
        List<Event> read = events == null ? SampleEvents.all(from, now) : EventsFile.read(events, from, now);
        PrintWriter out = spec.commandLine().getOut();
        for (Explanation explanation : explain(explained.pipeline(), read, now)) {
            Explanation shown = showSecrets
                    ? explanation
                    : explanation.redacted(explained.secrets().values());
            out.println(line(explained.name(), shown));
        }
        out.flush();
    }

    private List<Explanation> explain(DestinationPipeline pipeline, List<Event> read, Instant now)
            throws IOException, CommandFailure {
        AccessToken token = new AccessToken(Secret.of("***"), JsonNodeFactory.instance.objectNode());
        CannedAnswers canned = answers == null ? CannedAnswers.none() : answers(answers);
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

    private ObjectNode line(String destination, Explanation explanation) {
        ObjectNode line = explanation.toJson();
        if (names.size() == 1) {
            return line;
        }
        ObjectNode named = line.objectNode().put("destination", destination);
        named.setAll(line);
        return named;
    }
}
