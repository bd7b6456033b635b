package dev.catchment.cli;

import java.time.Clock;
import java.time.ZoneId;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit codes: 0 fine, 1 findings or a failure, 2 wrong usage. A failure is one line on standard error
 * that says what, where and what to do; a stack trace is a defect of ours.
 */
@Command(
        name = "catchment",
        description = "A customer-data hub: runs it on this machine, checks its resources, shows what it stores.",
        subcommands = {
            RunCommand.class,
            LintCommand.class,
            ExplainCommand.class,
            ImportCommand.class,
            TestCommand.class,
            SchemasCommand.class,
            ArchiveCommand.class,
            DeadLettersCommand.class,
            LogCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "catchment 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Try it:",
            "  catchment run examples/quickstart       a hub on this machine, from YAML files",
            "  catchment lint examples/quickstart      what a cluster would say to these files",
            "  catchment archive cat                   every event that the running hub has archived",
            "",
            "Exit codes: 0 fine, 1 findings or a failure, 2 wrong usage."
        })
public final class Main implements Runnable {
    /** The web server writes its start-up to the JDK's own log; a logger that nobody holds forgets its level. */
    private static final Logger WEB_SERVER = Logger.getLogger("io.helidon");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) {
        WEB_SERVER.setLevel(Level.WARNING);
        System.exit(commandLine().execute(arguments));
    }

    /** The commands as {@code bin/catchment} runs them. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(new Receiver(System.out, Clock.system(ZoneId.systemDefault())));
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, failed, result) -> {
            failed.getErr().println("error: " + CommandFailure.sentence(e));
            return CommandLine.ExitCode.SOFTWARE;
        });
        line.setParameterExceptionHandler((e, arguments) -> {
            CommandLine wrong = e.getCommandLine();
            wrong.getErr().println("error: " + e.getMessage());
            UnmatchedArgumentException.printSuggestions(e, wrong.getErr());
            wrong.getErr().print(wrong.getHelp().fullSynopsis());
            wrong.getErr().println("More: " + wrong.getCommandSpec().qualifiedName() + " --help");
            return CommandLine.ExitCode.USAGE;
        });
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command? For example: catchment run examples/quickstart");
    }
}
