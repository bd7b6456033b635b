package dev.catchment.bench;

import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.NatsProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The broker of a run, on the loopback interface; it fsyncs every write.
 *
 * @param pids of its servers
 * @param replicas of every stream
 */
record Broker(BrokerSettings settings, List<Long> pids, int replicas, Runnable end) implements AutoCloseable {
    static Path binary() {
        return Path.of(System.getenv("CATCHMENT_NATS_SERVER"));
    }

    /** Such as {@code nats-server: v2.15.2}. */
    static String version() throws IOException {
        Process asked = new ProcessBuilder(binary().toString(), "--version").start();
        return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    static Broker single(Path folder) throws IOException, InterruptedException {
        NatsProcess nats = NatsProcess.start(binary(), folder);
        return new Broker(nats.settings(), List.of(nats.pid()), 1, nats::close);
    }

    /** Three servers with three copies of everything. */
    static Broker cluster(Path folder) throws IOException, InterruptedException {
        NatsCluster cluster = NatsCluster.start(folder);
        return new Broker(
                new BrokerSettings(cluster.urls(), Optional.empty(), Optional.empty(), Optional.empty()),
                cluster.pids(),
                cluster.urls().size(),
                cluster::close);
    }

    String servers() {
        return String.join(",", settings.servers());
    }

    @Override
    public void close() {
        end.run();
    }
}
