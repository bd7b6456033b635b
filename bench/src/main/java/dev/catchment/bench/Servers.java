package dev.catchment.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is compared, running: the web server alone, the floor, and ingest with its hub.
 *
 * @param ingestAdminPort where ingest shows its metrics
 */
record Servers(Hub hub, Candidate bare, Candidate floor, Candidate ingest, int ingestAdminPort)
        implements AutoCloseable {
    private static final String BARE = "bare Helidon handler, nothing stored";
    private static final String FLOOR = "plain file, fdatasync per group commit (the floor)";
    private static final String INGEST = "ingest, nats-server with sync_interval: always";

    static Servers start(Path folder, List<String> jvm) throws Exception {
        Hub hub = Hub.start(folder.resolve("nats"));
        Candidate bare = start(folder, BARE, BareServer.class, List.of());
        String file = folder.resolve("floor.data").toString();
        Candidate floor = start(folder, FLOOR, FloorServer.class, List.of(file));
        int port = freePort();
        int adminPort = freePort();
        Candidate ingest = Candidate.start(
                INGEST,
                IngestServer.class,
                port,
                List.of(
                        Integer.toString(port),
                        Integer.toString(adminPort),
                        hub.nats().url()),
                jvm,
                List.of(hub.nats().pid()),
                folder);
        awaitReady(adminPort);
        return new Servers(hub, bare, floor, ingest, adminPort);
    }

    private static Candidate start(Path folder, String title, Class<?> main, List<String> more)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(port)));
        arguments.addAll(more);
        return Candidate.start(title, main, port, arguments, List.of(), List.of(), folder);
    }

    private static void awaitReady(int adminPort) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/readyz"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int attempt = 0; attempt < 200; attempt++) {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
                Thread.sleep(50);
            }
        }
        throw new IOException("ingest did not become ready");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        ingest.close();
        floor.close();
        bare.close();
        hub.close();
    }
}
