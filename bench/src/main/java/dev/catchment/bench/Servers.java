package dev.catchment.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is compared, running: the web server alone, the floor, and ingest with its hub.
 *
 * @param ingestAdmin where ingest shows its metrics
 */
record Servers(Hub hub, Candidate bare, Candidate floor, Candidate ingest, AdminPort ingestAdmin)
        implements AutoCloseable {
    private static final String BARE = "bare Helidon handler, nothing stored";
    private static final String FLOOR = "plain file, fdatasync per group commit (the floor)";
    private static final String INGEST = "ingest, nats-server with sync_interval: always";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Servers start(Path folder, List<String> jvm) throws Exception {
        Hub hub = Hub.forIngest(Broker.single(folder.resolve("nats")));
        Candidate bare = start(folder, BARE, BareServer.class, List.of());
        String file = folder.resolve("floor.data").toString();
        Candidate floor = start(folder, FLOOR, FloorServer.class, List.of(file));
        int adminPort = Loopback.freePort();
        Candidate ingest = ingest(hub, INGEST, adminPort, jvm, folder);
        return new Servers(hub, bare, floor, ingest, new AdminPort(adminPort));
    }

    /** Ingest in front of this hub's log, ready. */
    static Candidate ingest(Hub hub, String title, int adminPort, List<String> jvm, Path folder)
            throws IOException, InterruptedException {
        int port = Loopback.freePort();
        List<String> arguments = List.of(
                Integer.toString(port),
                Integer.toString(adminPort),
                hub.broker().servers());
        Candidate ingest = Candidate.start(
                title, IngestServer.class, port, arguments, jvm, hub.broker().pids(), folder);
        try (AdminPort admin = new AdminPort(adminPort)) {
            admin.awaitReady(ingest.server(), PATIENCE);
            return ingest;
        } catch (IOException | InterruptedException | RuntimeException e) {
            ingest.close();
            throw e;
        }
    }

    private static Candidate start(Path folder, String title, Class<?> main, List<String> more)
            throws IOException, InterruptedException {
        int port = Loopback.freePort();
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(port)));
        arguments.addAll(more);
        return Candidate.start(title, main, port, arguments, List.of(), List.of(), folder);
    }

    @Override
    public void close() {
        ingestAdmin.close();
        ingest.close();
        floor.close();
        bare.close();
        hub.close();
    }
}
