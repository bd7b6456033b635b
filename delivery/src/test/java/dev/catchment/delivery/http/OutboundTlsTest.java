package dev.catchment.delivery.http;

import static dev.catchment.delivery.http.ScriptedServer.OK;
import static dev.catchment.delivery.http.ScriptedServer.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.DeliverySettings.Egress;
import dev.catchment.mapping.OutgoingRequest;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without a whole and rightful TLS handshake nothing is sent. */
class OutboundTlsTest {
    private static final Duration PATIENT = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static TestCertificates certificates;
    private final Deadlines deadlines = new Deadlines();

    @BeforeAll
    static void make() throws Exception {
        certificates = new TestCertificates(folder)
                .make("authority", "authority.example", "-ext", "bc:c")
                .make("good", "hooks.example", "-signer", "authority")
                .make("idn", "xn--bcher-kva.example", "-signer", "authority")
                .make("expired", "hooks.example", "-signer", "authority", "-startdate", "-3d", "-validity", "1")
                .make("stranger", "hooks.example");
    }

    @AfterEach
    void close() {
        deadlines.close();
    }

    @Test
    void aRightfulServerIsSentToByItsName() throws Exception {
        // Given
        List<String> names = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = server("good", names)) {
            Outbound outbound = outbound();

            // Then
            assertThat(send(outbound, server, "hooks.example", PATIENT))
                    .isEqualTo(new Answer.Response(200, "ok", Optional.empty()));
            assertThat(send(outbound, server, "HOOKS.example.", PATIENT)).isInstanceOf(Answer.Response.class);
            assertThat(server.connections).hasValue(1);
            assertThat(names).containsOnly("hooks.example");
            assertThat(server.requests).allSatisfy(request -> assertThat(request)
                    .contains("\r\nHost: hooks.example:" + server.port() + "\r\n"));
        }
    }

    @Test
    void aNameWithLettersOutsideOfAsciiWorksInItsEncodedForm() throws Exception {
        // Given
        List<String> names = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = server("idn", names)) {

            // Then
            assertThat(send(outbound(), server, "xn--bcher-kva.example", PATIENT))
                    .isInstanceOf(Answer.Response.class);
            assertThat(names).containsOnly("xn--bcher-kva.example");
        }
    }

    @ParameterizedTest
    @CsvSource({"good, other.example", "good, 127.0.0.1", "stranger, hooks.example", "expired, hooks.example"})
    void whoeverElseAnswersGetsNothing(String shown, String asked) throws Exception {
        try (ScriptedServer server = server(shown, new CopyOnWriteArrayList<>())) {

            // When
            Answer got = send(outbound(), server, asked, PATIENT);

            // Then
            assertThat(got).isInstanceOf(Answer.Unreachable.class);
            assertThat(got.toString()).contains("TLS: ");
            assertThat(server.connections).hasValue(1);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void aServerThatSpeaksNoTlsGetsNothing() throws Exception {
        // Given
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ScriptedServer plain = new ScriptedServer(conversation -> {
            conversation.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            byte[] bytes = new byte[8192];
            int read = conversation.socket.getInputStream().read(bytes);
            heard.add(new String(bytes, 0, Math.max(0, read), java.nio.charset.StandardCharsets.ISO_8859_1));
        })) {

            // When
            Answer got = send(outbound(), plain, "hooks.example", PATIENT);

            // Then
            assertThat(got).isInstanceOf(Answer.Unreachable.class);
            assertThat(heard).allSatisfy(text -> assertThat(text).doesNotContain("secret"));
        }
    }

    @Test
    void aHandshakeThatHangsOrBreaksEnds() throws Exception {
        try (ScriptedServer hanging = new ScriptedServer(ScriptedServer.Conversation::hang);
                ScriptedServer resetting = new ScriptedServer(ScriptedServer.Conversation::reset)) {
            assertThat(send(outbound(), hanging, "hooks.example", Duration.ofMillis(300)))
                    .isEqualTo(new Answer.Unreachable("no connection within 300 ms"));
            assertThat(send(outbound(), resetting, "hooks.example", PATIENT)).isInstanceOf(Answer.Unreachable.class);
        }
    }

    private static ScriptedServer server(String alias, List<String> names) throws Exception {
        return new ScriptedServer(certificates.listen(alias), conversation -> {
            ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) conversation.socket).getSession();
            session.getRequestedServerNames().forEach(name -> names.add(((SNIHostName) name).getAsciiName()));
            answering(OK).run(conversation);
        });
    }

    private Outbound outbound() throws Exception {
        return new Outbound(
                new Egress(List.of("127.0.0.0/8"), List.of()),
                deadlines,
                Clock.systemUTC(),
                host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                certificates.trusting("authority"));
    }

    private static Answer send(Outbound outbound, ScriptedServer server, String host, Duration timeout)
            throws Exception {
        OutgoingRequest request = new OutgoingRequest(
                "POST",
                URI.create("https://" + host + ":" + server.port() + "/secret"),
                Map.of(),
                new byte[7],
                Set.of());
        FutureTask<Answer> task = new FutureTask<>(() -> Headless.of(outbound.send(request, timeout, () -> true)));
        Thread.ofVirtual().start(task);
        return task.get();
    }
}
