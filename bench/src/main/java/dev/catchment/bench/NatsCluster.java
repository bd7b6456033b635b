package dev.catchment.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three nats-servers that are one JetStream cluster, each with a store of its own. They end with this JVM. */
final class NatsCluster implements AutoCloseable {
    private static final int SERVERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Process> processes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> routes = new ArrayList<>();

    private NatsCluster() {}

    static NatsCluster start(Path folder) throws IOException, InterruptedException {
        NatsCluster cluster = new NatsCluster();
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        try {
            for (int server = 0; server < SERVERS; server++) {
                cluster.ports.add(Loopback.freePort());
                cluster.routes.add(Loopback.freePort());
            }
            for (int server = 0; server < SERVERS; server++) {
                cluster.launch(Files.createDirectories(folder.resolve("nats-" + server)), server);
            }
            for (int server = 0; server < SERVERS; server++) {
                cluster.awaitReady(server);
            }
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    List<String> urls() {
        return ports.stream().map(port -> "nats://127.0.0.1:" + port).toList();
    }

    List<Long> pids() {
        return processes.stream().map(Process::pid).toList();
    }

    private void launch(Path folder, int server) throws IOException {
        String others = IntStream.range(0, SERVERS)
                .mapToObj(other -> "\"nats://127.0.0.1:" + routes.get(other) + "\"")
                .collect(Collectors.joining(", "));
        Path configuration = Files.writeString(folder.resolve("nats.conf"), """
                server_name: "bench-%d"
                host: "127.0.0.1"
                port: %d
                max_payload: 1048576
                cluster {
                  name: "bench"
                  host: "127.0.0.1"
                  port: %d
                  routes: [%s]
                }
                jetstream {
                  store_dir: "%s"
                  sync_interval: always
                  max_file_store: 1000TB
                }
                """.formatted(
                        server, ports.get(server), routes.get(server), others, folder.resolve("jetstream")));
        processes.add(new ProcessBuilder(Broker.binary().toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nats.log").toFile())
                .start());
    }

    private void awaitReady(int server) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), ports.get(server))) {
                return;
            } catch (IOException e) {
                if (!processes.get(server).isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("nats-server " + server + " of the cluster did not start", e);
                }
                Thread.sleep(50);
            }
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
