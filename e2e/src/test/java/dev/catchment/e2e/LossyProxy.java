package dev.catchment.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between an SDK and the hub and can lose an answer, as a network does: the first request with events reaches the
 * hub whole and the hub answers it, but the client's connection is reset instead. Everything later passes. It keeps
 * which messages the hub has said it stored, and how often.
 */
final class LossyProxy implements AutoCloseable {
    /**
     * What an answer with settings takes here, as over a network: SDKs for apps ask for them while they are being put
     * together, and the one for Kotlin drops every call if they come before all of its parts are there.
     */
    private static final Duration SETTINGS_TIME = Duration.ofMillis(500);

    private final ServerSocket listener;
    private final int hubPort;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean loseNext;
    private final Map<String, Integer> stored = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private LossyProxy(ServerSocket listener, int hubPort, boolean losing) {
        this.listener = listener;
        this.hubPort = hubPort;
        this.loseNext = new AtomicBoolean(losing);
    }

    /**
     * @param listener where clients connect; a TLS one ends TLS here
     * @param losing false: it passes everything on
     */
    static LossyProxy start(ServerSocket listener, int hubPort, boolean losing) {
        LossyProxy proxy = new LossyProxy(listener, hubPort, losing);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The messageIds of the request whose answer was lost. */
    Set<String> lost() {
        return Set.copyOf(lost);
    }

    /** How often the hub answered 200 to a request with this message. */
    int stored(String messageId) {
        return stored.getOrDefault(messageId, 0);
    }

    /** The messageIds of which the client knows that they are stored. */
    Set<String> answered() {
        return Set.copyOf(answered);
    }

    /** Whether any request with events came. */
    boolean wasAsked() {
        return !stored.isEmpty();
    }

    /** How many events of requests that the hub answered with 200 were repetitions. */
    int repetitions() {
        return stored.values().stream().mapToInt(times -> times - 1).sum();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client;
                Socket hub = new Socket(InetAddress.getLoopbackAddress(), hubPort)) {
            InputStream requests = new BufferedInputStream(client.getInputStream());
            InputStream answers = new BufferedInputStream(hub.getInputStream());
            OutputStream toHub = hub.getOutputStream();
            OutputStream toClient = client.getOutputStream();
            Optional<HttpMessage> request = HttpMessage.read(requests);
            while (request.isPresent()) {
                boolean losing = hasEvents(request.get()) && loseNext.compareAndSet(true, false);
                toHub.write(request.get().bytes());
                HttpMessage answer = HttpMessage.read(answers).orElseThrow(() -> new IOException("no answer"));
                List<String> ids = answer.head().startsWith("HTTP/1.1 200 ") ? messageIds(request.get()) : List.of();
                ids.forEach(id -> stored.merge(id, 1, Integer::sum));
                if (losing) {
                    lost.addAll(ids);
                    client.setSoLinger(true, 0);
                    return;
                }
                if (!hasEvents(request.get())) {
                    Thread.sleep(SETTINGS_TIME);
                }
                toClient.write(answer.bytes());
                answered.addAll(ids);
                request = HttpMessage.read(requests);
            }
        } catch (IOException | InterruptedException e) {
            // One side has ended the connection, or the test ends; the other sees the same.
        } finally {
            open.remove(client);
        }
    }

    private static boolean hasEvents(HttpMessage request) {
        return request.head().startsWith("POST ");
    }

    private static List<String> messageIds(HttpMessage request) throws IOException {
        List<String> ids = new ArrayList<>();
        if (hasEvents(request)) {
            for (JsonNode event :
                    ContractJson.EVENTS.readTree(request.content()).path("batch")) {
                ids.add(event.path("messageId").asText());
            }
        }
        return ids;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : new HashSet<>(open)) {
            client.close();
        }
        threads.close();
    }
}
