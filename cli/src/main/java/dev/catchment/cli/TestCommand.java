package dev.catchment.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs test cases: events, and what must become of them. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the cases of *.test.yaml files, and those in the resources themselves (spec.tests): events, and the"
                    + " outcomes and exact requests that must come of them. Nothing is sent.",
            "A case in a file is about the destination type of the file's name, or about a Destination of its folder.",
            "Exit code 1 if a case fails or cannot be run."
        })
final class TestCommand implements Callable<Integer> {
    enum Format {
        text,
        json,
        junit
    }

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "files of cases, or folders with resources and such files, also in a sub-folder tests")
    private List<Path> paths = List.of();

    @Option(
            names = "--filter",
            paramLabel = "NAME",
            description = "only the cases with this in their names; upper and lower case do not matter")
    private @Nullable String filter;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or junit (default: ${DEFAULT-VALUE})")
    private Format format = Format.text;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, CommandFailure {
        List<CaseFileResult> files = run();
        if (filter != null
                && files.stream()
                        .allMatch(file ->
                                file.cases().isEmpty() && file.findings().isEmpty())) {
            throw new CommandFailure("no case has \"" + filter + "\" in its name");
        }
        PrintWriter out = spec.commandLine().getOut();
        report().print(files, out);
        out.flush();
        return files.stream().allMatch(file -> file.failed() + file.errors() == 0) ? 0 : 1;
    }

    private List<CaseFileResult> run() throws IOException, CommandFailure {
        List<Path> files = CaseFiles.of(paths);
        List<CaseFileResult> results = new ArrayList<>(new CaseRunner(Clock.systemUTC(), wanted()).run(files));
        for (Path folder : paths.stream().filter(Files::isDirectory).distinct().toList()) {
            List<CaseFileResult> inResources = new SpecTestCases(Clock.systemUTC(), wanted()).run(folder);
            results.addAll(inResources);
            if (filter == null && inResources.isEmpty() && files.stream().noneMatch(file -> file.startsWith(folder))) {
                throw new CommandFailure("there are no cases in " + folder + ": neither a *.test.yaml in it or in "
                        + folder.resolve("tests") + " nor spec.tests in its resources;"
                        + " docs/testing.md says how to write one");
            }
        }
        results.sort(Comparator.comparing(CaseFileResult::file));
        return results;
    }

    private Predicate<String> wanted() {
        if (filter == null) {
            return name -> true;
        }
        String part = filter.toLowerCase(Locale.ROOT);
        return name -> name.toLowerCase(Locale.ROOT).contains(part);
    }

    private CaseReport report() {
        return switch (format) {
            case text -> new CaseTextReport();
            case json -> new CaseJsonReport();
            case junit -> new CaseJUnitReport();
        };
    }
}
