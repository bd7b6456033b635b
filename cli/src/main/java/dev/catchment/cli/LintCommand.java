package dev.catchment.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says about files what the operator would say about the resources in them. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = {
            "Checks resources without a cluster: every diagnostic, with its file, line and column.",
            "Exit code 1 if any resource would not be Accepted; a missing Secret or reference is a warning."
        })
final class LintCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "a folder with the resources' YAML files, or one file")
    private Path folder = Path.of(".");

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, CommandFailure {
        List<Finding> findings = Lint.of(ResourceFolder.read(folder));
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(json(findings));
        } else {
            findings.forEach(out::println);
            out.println(summary(findings));
        }
        return findings.stream().anyMatch(Finding::isError) ? 1 : 0;
    }

    private String summary(List<Finding> findings) {
        long errors = findings.stream().filter(Finding::isError).count();
        return findings.isEmpty()
                ? "nothing wrong in " + folder
                : errors + " errors, " + (findings.size() - errors) + " warnings in " + folder;
    }

    private static String json(List<Finding> findings) throws JsonProcessingException {
        return ContractJson.EVENTS.writeValueAsString(findings);
    }
}
