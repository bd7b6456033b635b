package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.DestinationDocument;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mapping takes URL, method and headers from the event, and the event's sender wants more than one header or request of
 * it. Looks at the bytes on the wire, since a server's parser may forgive.
 */
class InjectionIT {
    private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: (\\d+)\r\n");
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    /** Ways to write a line break that a careless program might turn into one. */
    private static final List<String> BREAKS =
            List.of("\r\n", "\n", "\r", "\u2028", "\u0085", "\u000b", "\u0000\r\n", "\u010d\u010a", "%0d%0a", "\\r\\n");

    @TempDir
    private Path folder;

    private final List<String> heads = new ArrayList<>();
    private ServerSocket server;
    private TestHub hub;

    @BeforeEach
    void start() throws Exception {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
        hub = new TestHub(folder);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        server.close();
    }

    @Test
    void nothingInAnEventBeginsAnotherHeaderOrRequest() throws Exception {
        // Given
        hub.put(mapped("crm")).publish();
        hub.plane("a");
        List<Map<String, String>> attempts = new ArrayList<>();
        for (String lineBreak : BREAKS) {
            String header = "a" + lineBreak + "X-Injected: yes";
            String request = "a HTTP/1.1" + lineBreak + "X-Injected: yes" + lineBreak + lineBreak + "GET /second";
            attempts.add(Map.of("note", header));
            attempts.add(Map.of("name", header));
            attempts.add(Map.of("method", "POST / HTTP/1.1" + lineBreak + "X-Injected: yes"));
            attempts.add(Map.of("path", request));
            attempts.add(Map.of("url", "http://127.0.0.1:" + server.getLocalPort() + "/" + request));
        }

        // When
        for (Map<String, String> attempt : attempts) {
            hub.write("web", event -> with(event, attempt), "e" + attempts.indexOf(attempt) + " user");
        }
        hub.write("web", event -> with(event, Map.of("note", "fine")), "good user");

        // Then
        await().untilAsserted(() -> assertThat(
                        hub.counts("crm").delivered() + hub.counts("crm").deadLettered())
                .isEqualTo(attempts.size() + 1));
        synchronized (heads) {
            assertThat(heads).hasSize((int) hub.counts("crm").delivered());
            assertThat(heads.getLast()).contains("\r\nX-Note: fine\r\n");
            assertThat(heads).allSatisfy(head -> {
                assertThat(head).matches("(?s)POST /hook[!-~]* HTTP/1\\.1\r\n([!-9;-~]+: [ -~]*\r\n)+\r\n");
                assertThat(head).doesNotContain("\nX-Injected").doesNotContain("\rX-Injected");
            });
        }
    }

    private DestinationDocument mapped(String name) {
        DestinationDocument.Mapping mapping = new DestinationDocument.Mapping(
                "all",
                "send",
                null,
                Map.of(
                        "url",
                                new TextNode("${has(event.properties.url) ? event.properties.url : 'http://127.0.0.1:"
                                        + server.getLocalPort()
                                        + "/hook'}${has(event.properties.path) ? event.properties.path : ''}"),
                        "method", new TextNode("${has(event.properties.method) ? event.properties.method : 'POST'}"),
                        "headers",
                                new TextNode(
                                        "${has(event.properties.name) ? {event.properties.name: 'x'}"
                                                + " : {'X-Note': has(event.properties.note) ? event.properties.note : 'none'}}")));
        DestinationDocument plain = TestHub.webhook(name, "http://127.0.0.1:" + server.getLocalPort() + "/hook");
        return new DestinationDocument(
                plain.name(),
                plain.uid(),
                plain.type(),
                plain.typeVersion(),
                plain.needs(),
                true,
                false,
                null,
                plain.sources(),
                plain.config(),
                null,
                List.of("send"),
                List.of(mapping),
                plain.delivery(),
                null);
    }

    private static ObjectNode with(ObjectNode event, Map<String, String> properties) {
        JsonNode node = ContractJson.EVENTS.valueToTree(properties);
        event.set("properties", node);
        return event;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    /** Whatever stands before the first empty line is one head; its body is as long as it says. */
    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            while (true) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int c = in.read();
                    if (c < 0) {
                        return;
                    }
                    head.append((char) c);
                }
                synchronized (heads) {
                    heads.add(head.toString());
                }
                var length = LENGTH.matcher(head);
                in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
                socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }
}
