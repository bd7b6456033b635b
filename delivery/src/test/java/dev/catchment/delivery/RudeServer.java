package dev.catchment.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A destination's server on bare sockets, so that it can do what no server library would, each path in its own way. */
final class RudeServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Map<String, Manners> manners = new ConcurrentHashMap<>();
    private final Map<String, List<String>> taken = new ConcurrentHashMap<>();
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** What to do with a request; whoever answers with 2xx in the first line has taken its events. */
    interface Manners {
        /** @return whether the events were taken */
        boolean answer(JsonNode body, Socket socket, OutputStream out) throws IOException, InterruptedException;
    }

    RudeServer() throws IOException {
        this(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
    }

    /** On a socket that may speak TLS. */
    RudeServer(ServerSocket listening) {
        this.listening = listening;
        Thread.ofVirtual().name("rude-server").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void behave(String path, Manners how) {
        manners.put(path, how);
    }

    /** messageIds that were taken on this path, in their order. */
    List<String> taken(String path) {
        List<String> ids = taken.computeIfAbsent(path, p -> new ArrayList<>());
        synchronized (ids) {
            return List.copyOf(ids);
        }
    }

    int requests(String path) {
        return requests.getOrDefault(path, 0);
    }

    /** A whole answer. */
    static Manners status(int status, String... headers) {
        return (body, socket, out) -> {
            String text = "{\"status\":" + status + "}";
            write(
                    out,
                    "HTTP/1.1 " + status + " S\r\nContent-Length: " + text.length() + "\r\n"
                            + String.join(
                                    "",
                                    List.of(headers).stream()
                                            .map(h -> h + "\r\n")
                                            .toList())
                            + "\r\n" + text);
            return status >= 200 && status < 300;
        };
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().name("rude-connection").start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1);
            String line = line(in);
            while (line != null) {
                String path = line.split(" ", 3)[1].substring(1);
                int length = 0;
                for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
                    if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(
                                header.substring(header.indexOf(':') + 1).strip());
                    }
                }
                JsonNode body = ContractJson.EVENTS.readTree(in.readNBytes(length));
                requests.merge(path, 1, Integer::sum);
                if (manners.getOrDefault(path, status(200)).answer(body, socket, out)) {
                    take(path, body);
                }
                line = line(in);
            }
        } catch (IOException e) {
            // the other side has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private void take(String path, JsonNode body) {
        List<String> ids = taken.computeIfAbsent(path, p -> new ArrayList<>());
        synchronized (ids) {
            if (body.isArray()) {
                body.forEach(event -> ids.add(event.path("messageId").asText()));
            } else {
                ids.add(body.path("messageId").asText());
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toString();
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
