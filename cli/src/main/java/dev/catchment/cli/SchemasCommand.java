package dev.catchment.cli;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.cli.schema.EditorSchemas;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes JSON Schemas for editors. */
@Command(
        name = "schemas",
        mixinStandardHelpOptions = true,
        description = {
            "Writes JSON Schemas for editors into a folder: catchment.json for every resource, cases.json for *.test.yaml.",
            "A Destination's settings are those of its type. docs/testing.md says how to hook them up."
        })
final class SchemasCommand implements Callable<Integer> {
    /** What a cluster takes for a name; a file's name must not lead anywhere else. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]*[a-z0-9])?");

    @Parameters(paramLabel = "DIR", description = "where to; made if it is not there")
    private Path target = Path.of(".");

    @Option(
            names = "--types",
            paramLabel = "FOLDER",
            description = "resources with DestinationTypes of your own, beside the built-in ones")
    private @Nullable Path own;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, CommandFailure {
        Map<String, String> schemas = EditorSchemas.of(types());
        for (Map.Entry<String, String> schema : schemas.entrySet()) {
            Path file = target.resolve(schema.getKey());
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, schema.getValue());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(schemas.size() + " schemas written into " + target);
        out.flush();
        return 0;
    }

    private Collection<DestinationType> types() throws IOException, CommandFailure {
        Map<String, DestinationType> types = new TreeMap<>();
        ResourceFolder.builtIn(name -> true)
                .forEach(type -> types.put(type.getMetadata().getName(), type));
        if (own != null) {
            ownTypes(own).forEach(type -> types.put(type.getMetadata().getName(), type));
        }
        return types.values();
    }

    private static List<DestinationType> ownTypes(Path path) throws IOException, CommandFailure {
        ResourceFolder folder = ResourceFolder.read(path);
        if (!folder.findings().isEmpty()) {
            throw new CommandFailure("nothing is written, because not every resource can be read:\n"
                    + String.join(
                            "\n",
                            folder.findings().stream().map(Finding::toString).toList()));
        }
        List<DestinationType> types = folder.loaded().all(DestinationType.class);
        for (DestinationType type : types) {
            String name = type.getMetadata().getName();
            if (!NAME.matcher(name).matches()) {
                throw new CommandFailure("nothing is written, because a cluster refuses the DestinationType's name \""
                        + name + "\": lower-case letters, digits, - and . only");
            }
        }
        return types;
    }
}
