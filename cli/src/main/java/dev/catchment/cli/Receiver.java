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
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A program of its own that stands in for somebody's webhook: it answers 200 and prints what it received, one line per
 * event. {@code make run} starts it beside the quickstart.
 */
@Command(
        name = "receiver",
        mixinStandardHelpOptions = true,
        description = "Prints the events that a webhook destination sends, one line each.")
public final class Receiver implements Callable<Integer>, AutoCloseable {
    private static final byte[] ANSWER = "{}".getBytes(StandardCharsets.UTF_8);

    @Option(names = "--port", defaultValue = "8090", description = "port on 127.0.0.1 (default: ${DEFAULT-VALUE})")
    private int port;

    private final PrintStream out;
    private final ReceivedEvents lines;
    private @Nullable HttpServer server;

    Receiver(PrintStream out, Clock clock) {
        this.out = out;
        this.lines = new ReceivedEvents(clock);
    }

    public static void main(String[] arguments) {
        int status = new CommandLine(new Receiver(System.out, Clock.system(ZoneId.systemDefault()))).execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    @Override
    public Integer call() throws IOException {
        try {
            int bound = listen(port);
            out.println("The receiver listens on http://127.0.0.1:" + bound);
            return 0;
        } catch (BindException e) {
            System.err.println("error: port " + port
                    + " of 127.0.0.1 is in use: end what listens there, or give the receiver another --port");
            return 1;
        }
    }

    /** @return the port; another one than asked for if that was 0 */
    int listen(int wanted) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
        started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        started.createContext("/", this::receive);
        started.start();
        server = started;
        return started.getAddress().getPort();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            // One call, so that the lines of one request stay together.
            out.println(String.join(System.lineSeparator(), lines.of(exchange.getRequestMethod(), body)));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
