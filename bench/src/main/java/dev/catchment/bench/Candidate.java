package dev.catchment.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A server under load, in a JVM of its own.
 *
 * @param folder for its log and what the load generator needs
 * @param pids whose CPU time counts: the server's and its broker's
 */
record Candidate(String title, Process server, int port, Path folder, List<Long> pids)
        implements Contender, AutoCloseable {
    /** As the operator runs ingest; all candidates alike. */
    private static final List<String> JVM = List.of(
            "-XX:+UseParallelGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xmx224m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** @param more options of this JVM */
    static Candidate start(
            String title,
            Class<?> main,
            int port,
            List<String> arguments,
            List<String> more,
            List<Long> otherPids,
            Path folder)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(more);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Path log = folder.resolve(main.getSimpleName() + ".log");
        Process server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        List<Long> pids = new ArrayList<>(otherPids);
        pids.add(server.pid());
        Candidate candidate = new Candidate(title, server, port, folder, pids);
        candidate.awaitReady(log);
        return candidate;
    }

    @Override
    public Measurement measure(Load load, int seconds) throws IOException, InterruptedException {
        double before = cpuSeconds();
        Wrk.Result result = Wrk.run(load, port, seconds, folder);
        double cpu = (cpuSeconds() - before) / result.events() * 1e6;
        return new Measurement(result.eventsPerSecond(), cpu, result.slowest());
    }

    private double cpuSeconds() {
        return pids.stream().mapToDouble(Usage::cpuSeconds).sum();
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (!server.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException(title + " did not start; see " + log, e);
                }
                Thread.sleep(50);
            }
        }
    }

    @Override
    public void close() {
        server.destroy();
        try {
            server.waitFor();
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
