package dev.catchment.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Stands in for somebody's webhook: it answers 200 and prints what it received, one line per event. {@code make run}
 * starts it beside the quickstart; in a cluster it is a pod, and what a test asks for its count.
 */
@Command(
        name = "receiver",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the events that a webhook destination sends, one line each, until Ctrl-C.",
            "GET /count answers with how many came, GET /received with every messageId and how often it came."
        })
final class Receiver implements Callable<Integer>, AutoCloseable {
    private static final byte[] ANSWER = "{}".getBytes(StandardCharsets.UTF_8);

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "address to listen on; 0.0.0.0 in a container (default: ${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(names = "--port", defaultValue = "8090", description = "port to listen on (default: ${DEFAULT-VALUE})")
    private int port;

    @Mixin
    private OutputOption output = new OutputOption();

    private final PrintStream out;
    private final Clock clock;
    private final ReceivedCounts counts = new ReceivedCounts();
    private @Nullable HttpServer server;

    Receiver(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Returns only if it cannot listen. */
    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        int bound;
        try {
            bound = listen(host, port);
        } catch (BindException e) {
            throw new CommandFailure(
                    "port " + port + " of " + host
                            + " is in use or no address of this machine: end what listens there, or give the receiver"
                            + " another --port or --host",
                    e);
        }
        if (!output.isJson()) {
            out.println("The receiver listens on http://" + host + ":" + bound);
        }
        new CountDownLatch(1).await();
        return 0;
    }

    /** @return the port; another one than asked for if that was 0 */
    int listen(String address, int wanted) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), wanted), 0);
        started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        started.createContext("/", this::receive);
        started.createContext("/count", exchange -> ask(exchange, counts.summary()));
        started.createContext("/received", exchange -> ask(exchange, counts.everything()));
        started.start();
        server = started;
        return started.getAddress().getPort();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            ReceivedRequest request = ReceivedRequest.of(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    body);
            List<String> lines = output.isJson()
                    ? ReceivedEvents.forPrograms(clock.instant(), request)
                    : ReceivedEvents.forPeople(clock.instant().atZone(clock.getZone()), request);
            counts.add(request);
            // One call, so that the lines of one request stay together.
            out.println(String.join(System.lineSeparator(), lines));
            answer(exchange, ANSWER);
        }
    }

    /** What asks is no event; what sends one to these paths is answered, and counted, as anywhere else. */
    private void ask(HttpExchange exchange, String json) throws IOException {
        if (!exchange.getRequestMethod().equals("GET")) {
            receive(exchange);
            return;
        }
        try (exchange) {
            answer(exchange, json.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
