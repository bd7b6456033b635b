package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.DestinationDocument.Delivery;
import dev.catchment.contract.plan.DestinationDocument.Ordering;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.contract.undelivered.RetryTier;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Destinations that misbehave in every way, side by side in one hub: what becomes of the events of each. */
class FaultyDestinationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 20;
    private static final int TIMEOUT_MILLIS = 1_000;

    @TempDir
    private Path folder;

    private TestHub hub;
    private RudeServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RudeServer();
        hub = new TestHub(folder.resolve("nats"));
        hub.logKeepSeconds = 3600;
        hub.retryDelays = tier -> Duration.ofSeconds(tier == RetryTier.REDRIVE ? 0 : 1);
        hub.settings();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        server.close();
    }

    @Test
    void whoeverMayBecomeWellKeepsItsEventsAndTheOthersGetDeadLetters() throws Exception {
        // Given
        Map<String, RudeServer.Manners> passing = new TreeMap<>();
        passing.put("hangs-30s", (body, socket, out) -> {
            Thread.sleep(30_000);
            return false;
        });
        passing.put("one-byte-a-second", FaultyDestinationIT::trickle);
        passing.put("reset", (body, socket, out) -> {
            socket.setSoLinger(true, 0);
            socket.close();
            return false;
        });
        passing.put("redirects", RudeServer.status(302, "Location: http://127.0.0.1:" + server.port() + "/elsewhere"));
        passing.put("storm-500", RudeServer.status(500));
        passing.put("storm-503", RudeServer.status(503));
        passing.put("429-negative", RudeServer.status(429, "Retry-After: -5"));
        passing.put("429-past-date", RudeServer.status(429, "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT"));
        passing.put("401", RudeServer.status(401));
        Map<String, RudeServer.Manners> lasting = new TreeMap<>();
        lasting.put("429-huge", RudeServer.status(429, "Retry-After: 999999999999"));
        lasting.put("429-far-date", RudeServer.status(429, "Retry-After: Wed, 21 Oct 2099 07:28:00 GMT"));
        Map<String, RudeServer.Manners> refusing = new TreeMap<>();
        refusing.put("410", RudeServer.status(410));
        refusing.put("400", RudeServer.status(400));
        Map<String, RudeServer.Manners> taking = new TreeMap<>();
        taking.put("endless-body", FaultyDestinationIT::endless);
        taking.put("invalid-json", (body, socket, out) -> {
            RudeServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\": [");
            return true;
        });
        List<DestinationDocument> destinations = new ArrayList<>();
        for (var group : List.of(passing, lasting, refusing, taking)) {
            group.forEach((name, how) -> {
                server.behave(name, how);
                destinations.add(destination(name, "http://127.0.0.1:" + server.port() + "/" + name, 1));
            });
        }
        server.behave("413", FaultyDestinationIT::takesThreeAtATime);
        destinations.add(destination("413", "http://127.0.0.1:" + server.port() + "/413", 50));
        try (RudeServer selfSigned = selfSigned(folder)) {
            destinations.add(destination("tls", "https://127.0.0.1:" + selfSigned.port() + "/tls", 1));
            destinations.forEach(hub::put);
            hub.put(failingExpression()).publish();
            hub.plane("a");

            // When
            hub.write("web", TestHub.events("m", 0, EVENTS));

            // Then
            for (String name : passing.keySet()) {
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(hub.stored(name).lane()).as(name).startsWith("parked"));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(hub.stored("tls").lane()).contains("TLS"));
            for (String name : taking.keySet()) {
                awaitCounts(name, EVENTS, 0);
            }
            for (String name : refusing.keySet()) {
                awaitCounts(name, 0, EVENTS);
            }
            awaitCounts("413", EVENTS - 1, 1);
            awaitCounts("expression", EVENTS - 2, 2);
            assertThat(letter("410").path("status").asInt()).isEqualTo(410);
            assertThat(letter("413").path("reason").asText()).isEqualTo("BAD_REQUEST");
            assertThat(letter("expression").path("reason").asText()).isEqualTo("FILTERED_AT_MAPPING");
            for (String name : lasting.keySet()) {
                await().atMost(PATIENCE).until(() -> hub.stored(name).lane().startsWith("parked"));
            }
            hub.assertAccounts("while they misbehave", taken(taking.keySet()));

            // When they are mended
            passing.keySet().forEach(name -> server.behave(name, RudeServer.status(200)));
            lasting.keySet().forEach(name -> server.behave(name, RudeServer.status(200)));
            // Whoever changes a destination's settings has it tried at once.
            destinations.stream()
                    .filter(d -> passing.containsKey(d.name()))
                    .forEach(d -> hub.put(TestHub.with(d, policy(1, TIMEOUT_MILLIS + 1))));
            hub.publish();

            // Then
            for (String name : passing.keySet()) {
                awaitCounts(name, EVENTS, 0);
                assertThat(server.taken(name)).as(name).hasSize(EVENTS).doesNotHaveDuplicates();
            }
            for (String name : lasting.keySet()) {
                assertThat(server.taken(name)).as(name).isEmpty();
            }
            assertThat(server.requests("elsewhere")).isZero();
            Map<String, List<String>> all = taken(passing.keySet());
            all.putAll(taken(taking.keySet()));
            all.putAll(taken(List.of("413")));
            hub.assertAccounts("after they were mended; huge Retry-Afters go on", all);
        }
    }

    @Test
    void aMissingSecretHoldsTheDestinationAndARotatedOneSignsWithinSeconds() throws Exception {
        // Given
        try (Receiver receiver = new Receiver()) {
            DestinationDocument plain = TestHub.webhook("signed", receiver.url("signed"));
            hub.put(held(plain, "Secret crm is not there")).publish();
            hub.plane("a");
            hub.write("web", TestHub.events("m", 0, EVENTS));
            await().atMost(PATIENCE).until(() -> hub.stored("signed").lane().contains("Secret crm is not there"));
            hub.assertAccounts("the secret is missing", Map.of("signed", receiver.ids("signed")));

            // When
            hub.put(sealed(plain, "first")).publish();
            await().atMost(PATIENCE).until(() -> receiver.ids("signed").size() == EVENTS);
            long rotated = System.nanoTime();
            hub.put(sealed(plain, "second")).publish();
            int written = EVENTS;
            while (!signedWith("second", receiver, receiver.ids("signed").size() - 1)) {
                hub.write("web", TestHub.events("m", written, written + 1));
                written++;
                int now = written;
                await().atMost(PATIENCE).until(() -> receiver.ids("signed").size() == now);
            }

            // Then
            Duration took = Duration.ofNanos(System.nanoTime() - rotated);
            System.out.printf("[faults] a rotated secret signs after %d ms%n", took.toMillis());
            assertThat(took).isLessThan(Duration.ofSeconds(20));
            for (int i = 0; i < EVENTS; i++) {
                assertThat(signedWith("first", receiver, i)).isTrue();
            }
            hub.assertAccounts("the secret was rotated", Map.of("signed", receiver.ids("signed")));
        }
    }

    @Test
    void whatIsAnsweredToTheFormerSettingsLeavesThoseInForceAlone() throws Exception {
        // Given a request that is under way when the settings change
        CountDownLatch changed = new CountDownLatch(1);
        server.behave("old", (body, socket, out) -> {
            changed.await();
            return RudeServer.status(429, "Retry-After: 3600").answer(body, socket, out);
        });
        hub.put(TestHub.webhook("crm", url("old")))
                .put(TestHub.webhook("witness", url("before")))
                .publish();
        hub.plane("a");
        hub.write("web", TestHub.events("m", 0, EVENTS));
        await().atMost(PATIENCE).until(() -> server.requests("old") > 0 && server.requests("before") == EVENTS);

        // When
        hub.put(TestHub.webhook("crm", url("new")))
                .put(TestHub.webhook("witness", url("after")))
                .publish();
        int written = EVENTS;
        while (server.requests("after") == 0) {
            hub.write("web", TestHub.events("m", written, written + 1));
            written++;
            int now = written;
            await().atMost(PATIENCE).until(() -> server.requests("before") + server.requests("after") == now);
        }
        changed.countDown();

        // Then
        int all = written;
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(server.taken("new")).hasSize(all).doesNotHaveDuplicates());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.port() + "/" + path;
    }

    private void awaitCounts(String destination, long delivered, long deadLettered) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(hub.counts(destination).delivered())
                    .as(destination + " delivered")
                    .isEqualTo(delivered);
            assertThat(hub.counts(destination).deadLettered())
                    .as(destination + " dead letters")
                    .isEqualTo(deadLettered);
        });
    }

    private Map<String, List<String>> taken(Iterable<String> names) {
        Map<String, List<String>> taken = new HashMap<>();
        names.forEach(name -> taken.put(name, server.taken(name)));
        return taken;
    }

    private JsonNode letter(String destination) throws Exception {
        MessageInfo message = hub.connection
                .jetStreamManagement()
                .getLastMessage(TestHub.NAMES.deadLetterStream(), TestHub.NAMES.deadLetterSubject(destination));
        return ContractJson.EVENTS.readTree(message.getData());
    }

    private static boolean trickle(JsonNode body, Socket socket, OutputStream out)
            throws IOException, InterruptedException {
        for (char c : "HTTP/1.1 200 OK\r\n".toCharArray()) {
            out.write(c);
            out.flush();
            Thread.sleep(1_000);
        }
        return false;
    }

    private static boolean endless(JsonNode body, Socket socket, OutputStream out) throws IOException {
        RudeServer.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        try {
            String chunk = "400\r\n" + "x".repeat(1024) + "\r\n";
            while (true) {
                RudeServer.write(out, chunk);
            }
        } catch (IOException e) {
            return true; // the client has had enough
        }
    }

    private static boolean takesThreeAtATime(JsonNode body, Socket socket, OutputStream out)
            throws IOException, InterruptedException {
        boolean large = false;
        for (JsonNode event : body) {
            large |= event.path("messageId").asText().equals("m7");
        }
        return RudeServer.status(large || body.size() > 3 ? 413 : 200).answer(body, socket, out);
    }

    private static DestinationDocument destination(String name, String url, int batch) {
        return TestHub.with(TestHub.webhook(name, url), policy(batch, TIMEOUT_MILLIS));
    }

    private static Delivery policy(int batch, long timeoutMillis) {
        return new Delivery(86_400, timeoutMillis, 4, null, Ordering.NONE, batch, 1 << 19);
    }

    /** Fails for the two events of one user, whose number is 0. */
    private DestinationDocument failingExpression() {
        ObjectNode data = ContractJson.DOCUMENTS
                .createObjectNode()
                .put("messageId", "${event.messageId}")
                .put("share", "${10 / int(trimPrefix(event.userId, 'user'))}");
        DestinationDocument d = destination("expression", "http://127.0.0.1:" + server.port() + "/expression", 1);
        return new DestinationDocument(
                d.name(),
                d.uid(),
                d.type(),
                d.typeVersion(),
                d.needs(),
                true,
                false,
                null,
                d.sources(),
                d.config(),
                null,
                List.of("send"),
                List.of(new DestinationDocument.Mapping("share", "send", null, Map.of("data", data))),
                d.delivery(),
                d.mode());
    }

    private static DestinationDocument held(DestinationDocument d, String why) {
        return with(d, why, null);
    }

    private static DestinationDocument sealed(DestinationDocument d, String secret) {
        byte[] content = ("{\"sharedSecret\":\"" + secret + "\"}").getBytes(StandardCharsets.UTF_8);
        byte[] sealed = new Sealer(TestHub.KEY).seal(content, d.key());
        return with(d, null, Base64.getEncoder().encodeToString(sealed));
    }

    private static DestinationDocument with(DestinationDocument d, String hold, String sealed) {
        return new DestinationDocument(
                d.name(),
                d.uid(),
                d.type(),
                d.typeVersion(),
                d.needs(),
                true,
                false,
                hold,
                d.sources(),
                d.config(),
                sealed,
                List.of(),
                List.of(),
                d.delivery(),
                d.mode());
    }

    private static boolean signedWith(String secret, Receiver receiver, int request) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] body = receiver.bodies("signed").get(request).toString().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of()
                .formatHex(mac.doFinal(body))
                .equals(receiver.headers("signed").get(request).get("x-signature"));
    }

    /** A server whose certificate nobody has signed. */
    private static RudeServer selfSigned(Path folder) throws Exception {
        Path store = folder.resolve("self-signed.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "rude",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).as("keytool").isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        ServerSocket socket = tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new RudeServer(socket);
    }
}
