package dev.catchment.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.catchment.cli.HubOptions.OpenHub;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What destinations did not take. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description = "Shows the dead letters: events that a destination did not take, and why.",
        subcommands = {DeadLettersCommand.List.class, DeadLettersCommand.Cat.class})
final class DeadLettersCommand {

    /** Where to look. */
    static final class Selection {
        @Mixin
        private HubOptions hub = new HubOptions();

        @Option(names = "--destination", paramLabel = "NAME", description = "only those of this Destination")
        private @Nullable String destination;

        void read(StoredMessages.Reader reader)
                throws IOException, InterruptedException, JetStreamApiException, CommandFailure {
            try (OpenHub open = hub.open()) {
                Subjects names = open.names();
                StoredMessages.read(
                        open.connection(),
                        names.deadLetterStream(),
                        destination == null ? names.deadLetterSubjects() : names.deadLetterSubject(destination),
                        reader);
            }
        }
    }

    /** How many, by destination and reason. */
    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "Lists how many there are by destination and reason, and the time of the last.")
    static final class List implements Callable<Integer> {
        @Mixin
        private Selection selection = new Selection();

        @Mixin
        private OutputOption output = new OutputOption();

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        private record Group(String destination, String reason) {}

        private record Line(String destination, String reason, long count, String last) {}

        @Override
        public Integer call() throws IOException, InterruptedException, JetStreamApiException, CommandFailure {
            Map<Group, Line> lines =
                    new TreeMap<>(Comparator.comparing(Group::destination).thenComparing(Group::reason));
            selection.read(message -> {
                JsonNode letter = ContractJson.EVENTS.readTree(message.getData());
                Group group = new Group(
                        letter.path("destination").asText(),
                        letter.path("reason").asText());
                long before = lines.containsKey(group) ? lines.get(group).count() : 0;
                lines.put(
                        group,
                        new Line(
                                group.destination(),
                                group.reason(),
                                before + 1,
                                letter.path("at").asText()));
            });
            print(lines.values());
            return 0;
        }

        private void print(Iterable<Line> lines) {
            PrintWriter out = spec.commandLine().getOut();
            if (output.isJson()) {
                ArrayNode all = ContractJson.EVENTS.createArrayNode();
                lines.forEach(all::addPOJO);
                out.println(all);
            } else {
                out.printf("%-32s %-32s %10s  %s%n", "DESTINATION", "REASON", "COUNT", "LAST");
                lines.forEach(line -> out.printf(
                        "%-32s %-32s %10d  %s%n", line.destination(), line.reason(), line.count(), line.last()));
            }
            out.flush();
        }
    }

    /** Each as a JSON line. */
    @Command(
            name = "cat",
            mixinStandardHelpOptions = true,
            description = {
                "Prints each as one JSON line, the oldest first: destination, reason, attempts, the last request",
                "(secrets as ***), the answer's status and the beginning of its body, and the event."
            })
    static final class Cat implements Callable<Integer> {
        @Mixin
        private Selection selection = new Selection();

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, InterruptedException, JetStreamApiException, CommandFailure {
            PrintWriter out = spec.commandLine().getOut();
            selection.read(message -> out.println(new String(message.getData(), StandardCharsets.UTF_8)));
            out.flush();
            return 0;
        }
    }
}
