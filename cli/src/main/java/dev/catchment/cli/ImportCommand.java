package dev.catchment.cli;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.cli.segment.ImportOptions;
import dev.catchment.cli.segment.ImportedDestination;
import dev.catchment.cli.segment.NotCarried;
import dev.catchment.cli.segment.SegmentImport;
import dev.catchment.cli.segment.UnreadableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes resources of what other hubs have. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Makes resources of what another hub has.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ImportCommand.Segment.class)
final class ImportCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "import from where? For example: catchment import segment mixpanel.json");
    }

    /** One action destination. */
    @Command(
            name = "segment",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a Destination and its Secret of a Segment destination: its settings, triggers and mapping directives.",
                "The YAML goes to standard output. What could not be carried over is listed on standard error: where it",
                "is in the file, what it is, what to do. No secret is shown there."
            },
            footer = {
                "",
                "FILE is JSON:",
                "  {\"destination\": \"mixpanel\",",
                "   \"settings\": {\"apiSecret\": \"...\"},",
                "   \"oauth\": {\"access_token\": \"...\", \"refresh_token\": \"...\", \"clientId\": \"...\", \"clientSecret\": \"...\"},",
                "   \"env\": {\"SALESFORCE_CLIENT_ID\": \"...\"},",
                "   \"subscriptions\": [{\"action\": \"trackEvent\", \"subscribe\": \"type = \\\"track\\\"\",",
                "                      \"mapping\": {\"event\": {\"@path\": \"$.event\"}}}]}",
                "",
                "Example:",
                "  catchment import segment mixpanel.json --workspace acme >mixpanel.yaml",
                "",
                "Exit codes: 0 all was carried over, 1 something was not, 2 wrong usage or a file that is no such JSON."
            })
    static final class Segment implements Callable<Integer> {
        private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

        @Parameters(paramLabel = "FILE", description = "the Segment destination as JSON")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path file;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "name of the Destination and of its Secret (default: the type's name)")
        private @Nullable String name;

        @Option(
                names = "--workspace",
                paramLabel = "NAME",
                defaultValue = "main",
                description = "the Workspace it belongs to (default: ${DEFAULT-VALUE})")
        private String workspace = "main";

        @Option(
                names = "--namespace",
                paramLabel = "NAME",
                description = "namespace of both (default: none is written)")
        private @Nullable String namespace;

        @Option(
                names = "--source",
                paramLabel = "NAME",
                description = "a Source whose events it receives; may be given several times (default: all)")
        private List<String> sources = new ArrayList<>();

        @Option(
                names = "--types",
                paramLabel = "DIR",
                description = "a folder with DestinationTypes of your own, beside the built-in ones")
        private @Nullable Path types;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() {
            checkNames();
            ImportedDestination imported;
            try {
                imported = SegmentImport.run(file, new ImportOptions(name, workspace, namespace, sources), types());
            } catch (UnreadableException e) {
                spec.commandLine().getErr().println("error: " + e.getMessage());
                return CommandLine.ExitCode.USAGE;
            } catch (IOException | CommandFailure e) {
                spec.commandLine().getErr().println("error: " + CommandFailure.sentence(e));
                return CommandLine.ExitCode.USAGE;
            }
            spec.commandLine().getOut().print(imported.yaml());
            spec.commandLine().getOut().flush();
            return report(imported);
        }

        private int report(ImportedDestination imported) {
            PrintWriter err = spec.commandLine().getErr();
            imported.notes().forEach(note -> err.println(line("note: " + note)));
            if (imported.notCarried().isEmpty()) {
                return CommandLine.ExitCode.OK;
            }
            for (NotCarried each : imported.notCarried()) {
                err.println(line(each.toString()));
            }
            err.println(imported.notCarried().size() + " not carried over as in Segment; see docs/import-segment.md");
            return CommandLine.ExitCode.SOFTWARE;
        }

        /** Names in the file may hold anything. */
        private static String line(String text) {
            return text.replaceAll("\\p{Cntrl}", " ");
        }

        private void checkNames() {
            List<String> names = new ArrayList<>(sources);
            names.add(workspace);
            if (name != null) {
                names.add(name);
            }
            if (namespace != null) {
                names.add(namespace);
            }
            for (String each : names) {
                if (!DNS_LABEL.matcher(each).matches()) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "'" + each
                                    + "' cannot be a resource's name: at most 63 lower-case letters, digits and hyphens");
                }
            }
        }

        private List<DestinationType> types() throws IOException, CommandFailure {
            return types == null
                    ? ResourceFolder.builtIn(name -> true)
                    : ResourceFolder.read(types).types();
        }
    }
}
