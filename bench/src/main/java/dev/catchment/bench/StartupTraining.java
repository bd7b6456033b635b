package dev.catchment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * Makes the ahead-of-time caches of the images: runs each program with something to do, has it end, and keeps what its JVM
 * writes down of it. Arguments: a folder for data, one with the unpacked images, one for the caches, which are called
 * {@code <program>/app/startup.aot} there, and the programs.
 */
public final class StartupTraining {
    static final List<String> PROGRAMS = List.of("ingest", "delivery", "operator");
    private static final int EVENTS = 400;
    /** JDK 25 keeps some adapters between calling conventions under names that collide, and warns at every start. */
    private static final List<String> WITHOUT_ADAPTERS =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching", "-XX:-AOTStubCaching");

    private StartupTraining() {}

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]).toAbsolutePath();
        Path images = Path.of(arguments[1]).toAbsolutePath();
        try (StartupScene scene = StartupScene.open(data, images)) {
            for (String program : List.of(arguments).subList(3, arguments.length)) {
                Path cache = Path.of(arguments[2]).toAbsolutePath().resolve(program + "/app/startup.aot");
                Files.createDirectories(cache.getParent());
                train(scene, program, aot(cache), cache);
            }
        }
    }

    /** @return the options that make this cache */
    static List<String> aot(Path cache) {
        List<String> jvm = new ArrayList<>(WITHOUT_ADAPTERS);
        jvm.add("-XX:AOTCacheOutput=" + cache);
        return jvm;
    }

    /**
     * Runs a program with something to do.
     *
     * @param jvm options with which it writes a file at its end
     */
    static void train(StartupScene scene, String name, List<String> jvm, Path written) throws Exception {
        try (RunningProgram trained = scene.start(scene.program(name), List.of(), jvm)) {
            switch (name) {
                case "ingest" -> scene.send(trained, EVENTS);
                case "delivery" -> {
                    try (RunningProgram ingest = scene.start(scene.program("ingest"), List.of(), List.of())) {
                        scene.send(ingest, EVENTS);
                    }
                    await(trained, "catchment_delivery_delivered_total", delivered -> delivered > 0);
                }
                default -> await(trained, "catchment_operator_plan_compile_seconds_count", count -> count > 0);
            }
            trained.end();
            if (!Files.exists(written)) {
                throw new IOException("no " + written + " was written; see "
                        + trained.process().log());
            }
        }
    }

    private static void await(RunningProgram program, String metric, DoublePredicate enough) throws Exception {
        Awaited.await(
                () -> enough.test(program.admin().sum(metric, "")),
                metric + " is not what it should be; see " + program.process().log());
    }
}
