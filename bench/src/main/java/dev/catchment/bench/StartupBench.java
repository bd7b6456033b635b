package dev.catchment.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the programs of the images take from their start until they say that they are ready, on one core, and what they
 * hold then: as they are, with the JDK's archive of its own classes, with one of all classes, and with an ahead-of-time
 * cache. Arguments: a folder for data, one with the unpacked images, the number of starts of each kind, and the programs
 * (none: all).
 */
public final class StartupBench {
    private static final List<String> ONE_CORE = List.of("taskset", "-c", "0");
    private static final Duration IDLE = Duration.ofSeconds(15);
    private static final double MEGA = 1 << 20;

    private final StartupScene scene;
    private final int starts;

    private StartupBench(StartupScene scene, int starts) {
        this.scene = scene;
        this.starts = starts;
    }

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]).toAbsolutePath();
        List<String> programs = List.of(arguments).subList(3, arguments.length);
        try (StartupScene scene = StartupScene.open(data, Path.of(arguments[1]).toAbsolutePath())) {
            StartupBench bench = new StartupBench(scene, Integer.parseInt(arguments[2]));
            System.out.println(
                    "| program | started with | file | ready after (median, all) | CPU | idle | of it no file's |");
            System.out.println("|---|---|---|---|---|---|---|");
            for (String program : programs.isEmpty() ? StartupTraining.PROGRAMS : programs) {
                bench.compare(program);
            }
        }
    }

    private void compare(String name) throws Exception {
        Path base = scene.data().resolve(name + "-jdk.jsa");
        Path archive = scene.data().resolve(name + ".jsa");
        Path cache = scene.data().resolve(name + ".aot");
        String useBase = "-XX:SharedArchiveFile=" + base;

        measure(name, "nothing", "–", List.of());
        scene.program(name).run(List.of("-Xshare:dump", useBase));
        measure(name, "an archive of the JDK's classes", size(base), List.of(useBase));
        StartupTraining.train(scene, name, List.of(useBase, "-XX:ArchiveClassesAtExit=" + archive), archive);
        measure(name, "that and one of its own", size(archive), List.of("-XX:SharedArchiveFile=" + archive));
        StartupTraining.train(scene, name, StartupTraining.aot(cache), cache);
        measure(name, "an AOT cache", size(cache), List.of("-XX:AOTCache=" + cache));
    }

    private static String size(Path file) throws Exception {
        return "%.0f MB".formatted(Files.size(file) / MEGA);
    }

    private void measure(String name, String kind, String size, List<String> jvm) throws Exception {
        List<Double> seconds = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int i = 1; i < starts; i++) {
            try (RunningProgram running = scene.start(scene.program(name), ONE_CORE, jvm)) {
                seconds.add(running.seconds());
                cpu.add(running.cpuSeconds());
            }
        }
        try (RunningProgram running = scene.start(scene.program(name), ONE_CORE, jvm)) {
            seconds.add(running.seconds());
            cpu.add(running.cpuSeconds());
            Thread.sleep(IDLE);
            long pid = running.process().pid();
            seconds.sort(null);
            cpu.sort(null);
            System.out.printf(
                    "| %s | %s | %s | %.2f s (%.2f to %.2f) | %.2f s | %.0f MB | %.0f MB |%n",
                    name,
                    kind,
                    size,
                    seconds.get(starts / 2),
                    seconds.getFirst(),
                    seconds.getLast(),
                    cpu.get(starts / 2),
                    Usage.memory(pid) / MEGA,
                    Usage.anonymousMemory(pid) / MEGA);
        }
    }
}
