package dev.catchment.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A destination's server that knows which process sent each request: by whose socket is at the other end. */
final class Witness implements AutoCloseable {
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Map<String, Long> senders = new ConcurrentHashMap<>();
    private final WebServer server;
    private volatile Consumer<Arrival> onArrival = arrival -> {};
    private volatile List<Long> suspects = List.of();

    /**
     * One event of a request.
     *
     * @param pid process that sent it, among those asked for; 0: none of them
     */
    record Arrival(long nanos, String id, long pid) {}

    Witness() {
        server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .shutdownHook(false)
                .routing(routing -> routing.any("/", this::handle))
                .build()
                .start();
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    /** Whose sockets to look at from now on. */
    void tell(DeliveryProcess... processes) {
        suspects = Stream.of(processes).map(DeliveryProcess::pid).toList();
    }

    /** Called before the answer. */
    void onArrival(Consumer<Arrival> action) {
        onArrival = action;
    }

    List<Arrival> arrivals() {
        synchronized (arrivals) {
            return new ArrayList<>(arrivals);
        }
    }

    int count() {
        synchronized (arrivals) {
            return arrivals.size();
        }
    }

    List<String> ids() {
        return arrivals().stream().map(Arrival::id).toList();
    }

    private void handle(ServerRequest request, ServerResponse response) {
        long nanos = System.nanoTime();
        JsonNode body;
        try {
            body = ContractJson.EVENTS.readTree(request.content().as(byte[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long pid = suspects.isEmpty()
                ? 0
                : senders.computeIfAbsent(
                        request.socketId(), id -> owner(request.remotePeer().port()));
        Arrival arrival = new Arrival(nanos, body.path("messageId").asText(), pid);
        onArrival.accept(arrival);
        synchronized (arrivals) {
            arrivals.add(arrival);
        }
        response.send("{}");
    }

    private long owner(int port) {
        try {
            String inode = inode(port);
            for (long pid : suspects) {
                if (inode != null && holds(pid, "socket:[" + inode + "]")) {
                    return pid;
                }
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String inode(int port) throws IOException {
        String local = ":" + String.format(Locale.ROOT, "%04X", port);
        String remote = ":" + String.format(Locale.ROOT, "%04X", server.port());
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > 9 && fields[1].endsWith(local) && fields[2].endsWith(remote)) {
                    return fields[9];
                }
            }
        }
        return null;
    }

    private static boolean holds(long pid, String socket) throws IOException {
        Path folder = Path.of("/proc/" + pid + "/fd");
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> links = Files.list(folder)) {
            return links.anyMatch(link -> {
                try {
                    return Files.readSymbolicLink(link).toString().equals(socket);
                } catch (IOException e) {
                    return false; // closed meanwhile
                }
            });
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
