package dev.catchment.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A command that ran to its end.
 *
 * @param out lines of its standard output
 * @param err its standard error
 */
record Command(int status, List<String> out, String err) {
    private static final int PATIENCE_SECONDS = 120;

    /** {@code bin/catchment} with these arguments. */
    static Command catchment(String... arguments) throws IOException, InterruptedException {
        List<String> out = new ArrayList<>();
        return catchment(out::add, arguments).withOut(out);
    }

    /** The same for output that is too long to keep: each line is handed over, none is kept. */
    static Command catchment(Consumer<String> line, String... arguments) throws IOException, InterruptedException {
        return run(
                Repository.ROOT,
                line,
                Stream.concat(Stream.of(Repository.CATCHMENT.toString()), Arrays.stream(arguments))
                        .toList());
    }

    static Command run(Path folder, String... command) throws IOException, InterruptedException {
        List<String> out = new ArrayList<>();
        return run(folder, out::add, List.of(command)).withOut(out);
    }

    private static Command run(Path folder, Consumer<String> line, List<String> command)
            throws IOException, InterruptedException {
        Path errors = Files.createTempFile("catchment-e2e", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try (BufferedReader reader = process.inputReader()) {
                reader.lines().forEach(line);
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " does not end");
            }
            return new Command(process.exitValue(), List.of(), Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }

    private Command withOut(List<String> lines) {
        return new Command(status, List.copyOf(lines), err);
    }

    /** What it printed, if it went well. */
    List<String> lines() {
        if (status != 0) {
            throw new AssertionError("exit code " + status + ": " + err + String.join("\n", out));
        }
        return out;
    }
}
