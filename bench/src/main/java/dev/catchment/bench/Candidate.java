package dev.catchment.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server under load, in a JVM of its own.
 *
 * @param folder for its log and what the load generator needs
 * @param pids whose CPU time counts: the server's and its broker's
 */
record Candidate(String title, JavaProcess server, int port, Path folder, List<Long> pids)
        implements Contender, AutoCloseable {
    /** As much as ingest is meant to run with. */
    private static final List<String> HEAP = List.of("-Xmx224m");

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
        List<String> jvm = new ArrayList<>(HEAP);
        jvm.addAll(more);
        Path log = folder.resolve(main.getSimpleName() + "-" + port + ".log");
        JavaProcess server = JavaProcess.start(main, jvm, arguments, Map.of(), log);
        List<Long> pids = new ArrayList<>(otherPids);
        pids.add(server.pid());
        Candidate candidate = new Candidate(title, server, port, folder, pids);
        candidate.awaitReady();
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

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (!server.process().isAlive() || System.nanoTime() > deadline) {
                    throw new IOException(title + " did not start; see " + server.log(), e);
                }
                Thread.sleep(50);
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
