package dev.catchment.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A class of this classpath in a JVM of its own, with the options that the product runs with. It ends when it is closed,
 * or with this JVM.
 *
 * @param log what it prints
 */
record JavaProcess(Process process, Path log) implements AutoCloseable {
    /** As the operator runs the planes; whatever is compared, alike. */
    static final List<String> JVM = List.of(
            "-XX:+UseParallelGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final long PATIENCE_SECONDS = 20;

    /**
     * @param jvm options of this JVM beside {@link #JVM}
     * @param log written anew
     */
    static JavaProcess start(
            Class<?> main, List<String> jvm, List<String> arguments, Map<String, String> environment, Path log)
            throws IOException {
        List<String> options = new ArrayList<>(JVM);
        options.addAll(jvm);
        return startWith(options, main, arguments, environment, log);
    }

    /** @param jvm all options of this JVM */
    static JavaProcess startWith(
            List<String> jvm, Class<?> main, List<String> arguments, Map<String, String> environment, Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return launch(command, environment, log);
    }

    /** Ends with this process at the latest. */
    static JavaProcess launch(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        JavaProcess started = new JavaProcess(builder.start(), log);
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        return started;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
