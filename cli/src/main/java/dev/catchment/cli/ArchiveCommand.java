package dev.catchment.cli;

import dev.catchment.broker.archive.ArchiveEntry;
import dev.catchment.broker.archive.ArchiveQuery;
import dev.catchment.broker.archive.ArchiveReader;
import dev.catchment.cli.HubOptions.OpenHub;
import dev.catchment.contract.ContractJson;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Every accepted event, as it was before any filter. */
@Command(
        name = "archive",
        mixinStandardHelpOptions = true,
        description = "Shows the archive: every accepted event, as it was before any filter.",
        subcommands = {ArchiveCommand.List.class, ArchiveCommand.Cat.class})
final class ArchiveCommand {

    /** Its objects. */
    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "Lists the archive's objects in the order of the log.")
    static final class List implements Callable<Integer> {
        @Mixin
        private HubOptions hub = new HubOptions();

        @Mixin
        private OutputOption output = new OutputOption();

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, InterruptedException, JetStreamApiException, CommandFailure {
            java.util.List<ArchiveEntry> entries;
            try (OpenHub open = hub.open()) {
                entries = new ArchiveReader(open.connection(), open.names()).list();
            }
            PrintWriter out = spec.commandLine().getOut();
            if (output.isJson()) {
                out.println(ContractJson.DOCUMENTS.writeValueAsString(entries));
            } else {
                out.printf("%-24s  %-24s  %10s  %12s  %s%n", "FIRST", "LAST", "EVENTS", "BYTES", "OBJECT");
                entries.forEach(entry -> out.printf(
                        "%-24s  %-24s  %10d  %12d  %s%n",
                        entry.first(), entry.last(), entry.events(), entry.stored(), entry.object()));
            }
            out.flush();
            return 0;
        }
    }

    /** Its events. */
    @Command(
            name = "cat",
            mixinStandardHelpOptions = true,
            description = "Prints every archived event as one JSON line, in the order of the log.")
    static final class Cat implements Callable<Integer> {
        @Mixin
        private HubOptions hub = new HubOptions();

        @Option(names = "--source", paramLabel = "NAME", description = "only what came from this Source")
        private @Nullable String source;

        @Option(names = "--from", paramLabel = "TIME", description = "earliest receivedAt, as 2026-01-31T12:00:00Z")
        private Instant from = ArchiveQuery.ALL.from();

        @Option(names = "--to", paramLabel = "TIME", description = "receivedAt before which events were received")
        private Instant to = ArchiveQuery.ALL.to();

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, InterruptedException, JetStreamApiException, CommandFailure {
            PrintWriter out = spec.commandLine().getOut();
            try (OpenHub open = hub.open()) {
                new ArchiveReader(open.connection(), open.names())
                        .cat(query(), (object, from, event) -> out.println(event));
            }
            out.flush();
            return 0;
        }

        private ArchiveQuery query() {
            return new ArchiveQuery(Optional.ofNullable(source), from, to);
        }
    }
}
