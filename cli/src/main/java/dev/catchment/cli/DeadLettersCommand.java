package dev.catchment.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.catchment.cli.HubOptions.OpenHub;
import dev.catchment.contract.ContractJson;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
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
        description = "Shows the dead letters (events that a destination did not take, and why) and re-drives them.",
        subcommands = {DeadLettersCommand.List.class, DeadLettersCommand.Cat.class, RedriveCommand.class})
final class DeadLettersCommand {

    /** How many, by destination and reason. */
    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "Lists how many events there are by destination and reason, and the first and last time.")
    static final class List implements Callable<Integer> {
        @Mixin
        private HubOptions hub = new HubOptions();

        @Mixin
        private LetterFilters filters = new LetterFilters();

        @Mixin
        private OutputOption output = new OutputOption();

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        private record Group(String destination, String reason) {}

        private record Line(String destination, String reason, long count, String first, String last) {
            private Line and(Line later) {
                return new Line(destination, reason, count + later.count, first, later.last);
            }
        }

        @Override
        public Integer call() throws IOException, InterruptedException, JetStreamApiException, CommandFailure {
            Map<Group, Line> lines =
                    new TreeMap<>(Comparator.comparing(Group::destination).thenComparing(Group::reason));
            try (OpenHub open = hub.open()) {
                filters.read(
                        open,
                        letter -> lines.merge(
                                new Group(letter.destination(), letter.reason()),
                                new Line(
                                        letter.destination(),
                                        letter.reason(),
                                        letter.events(),
                                        letter.at(),
                                        letter.at()),
                                Line::and));
            }
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
                out.printf("%-32s %-20s %10s  %-30s  %s%n", "DESTINATION", "REASON", "EVENTS", "FIRST", "LAST");
                lines.forEach(line -> out.printf(
                        "%-32s %-20s %10d  %-30s  %s%n",
                        line.destination(), line.reason(), line.count(), line.first(), line.last()));
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
                "(secrets as ***), the answer's status and the beginning of its body, and the event.",
                "One with \"indexes\" stands for several events, which lie in the archive. One of the destination",
                "_log is a damaged frame of the event log."
            })
    static final class Cat implements Callable<Integer> {
        @Mixin
        private HubOptions hub = new HubOptions();

        @Mixin
        private LetterFilters filters = new LetterFilters();

        @Option(names = "--limit", paramLabel = "N", description = "only the newest N")
        private @Nullable Integer limit;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, InterruptedException, JetStreamApiException, CommandFailure {
            PrintWriter out = spec.commandLine().getOut();
            ArrayDeque<StoredLetter> newest = new ArrayDeque<>();
            try (OpenHub open = hub.open()) {
                filters.read(open, letter -> {
                    if (limit == null) {
                        out.println(letter.json());
                        return;
                    }
                    newest.add(letter);
                    if (newest.size() > limit) {
                        newest.removeFirst();
                    }
                });
            }
            newest.forEach(letter -> out.println(letter.json()));
            out.flush();
            return 0;
        }
    }
}
