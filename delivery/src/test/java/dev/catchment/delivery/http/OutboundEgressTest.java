package dev.catchment.delivery.http;

import static dev.catchment.delivery.http.ScriptedServer.OK;
import static dev.catchment.delivery.http.ScriptedServer.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.DeliverySettings.Egress;
import dev.catchment.mapping.OutgoingRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is dialled, seen by a server that listens on every address of this machine. */
class OutboundEgressTest {
    private static final InetAddress OPEN = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress INNER = InetAddress.ofLiteral("127.0.0.2");

    private final Deadlines deadlines = new Deadlines();
    private final List<String> resolved = new ArrayList<>();
    private ScriptedServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer(new ServerSocket(0), answering(OK));
    }

    @AfterEach
    void close() throws IOException {
        deadlines.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "localhost.",
                "127.0.0.1",
                "127.0.0.1.",
                "127.1",
                "127.0.1",
                "2130706433",
                "017700000001",
                "0x7f000001",
                "0x7f.1",
                "0177.0.0.1",
                "0177.0.0.01",
                "0",
                "0.0.0.0",
                "[::1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[0:0:0:0:0:ffff:127.0.0.1]",
                "[::127.0.0.1]",
                "[::ffff:0:127.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[2002:7f00:1::]",
                "[2001:0:7f00:1::]",
                "[fe80::1%25lo]"
            })
    void noSpellingOfAnInnerAddressIsDialled(String host) throws Exception {
        // Given
        Outbound outbound = new Outbound(new Egress(List.of(), List.of()), deadlines, Clock.systemUTC());

        // When
        Answer got = send(outbound, "http://" + host + ":" + server.port() + "/");

        // Then
        assertThat(got).isInstanceOf(Answer.Unreachable.class);
        assertThat(server.connections).hasValue(0);
    }

    @Test
    void aNameThatAnswersDifferentlyLaterGainsNothing() throws Exception {
        // Given
        Outbound outbound = outbound(host -> new InetAddress[] {resolved.size() == 1 ? OPEN : INNER});
        assertThat(send(outbound, url("rebinding.example")))
                .isEqualTo(new Answer.Response(200, "ok", Optional.empty()));

        // When
        Answer rested = send(outbound, url("rebinding.example"));
        server.script(conversation -> conversation.socket.close());
        outbound.close(); // what rested is closed, the next one is dialled
        Answer dialled = send(outbound, url("rebinding.example"));

        // Then
        assertThat(rested).as("on the connection that was checked").isInstanceOf(Answer.Response.class);
        assertThat(dialled.toString()).contains("rebinding.example has no public address");
        assertThat(resolved).containsExactly("rebinding.example", "rebinding.example");
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void ofSeveralAddressesOnlyThoseAllowedAreDialled() throws Exception {
        // Given
        Outbound outbound = outbound(host -> new InetAddress[] {INNER, OPEN, InetAddress.ofLiteral("::1")});
        server.script(conversation -> conversation.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
                + conversation.socket.getLocalAddress().getHostAddress()));

        // When
        Answer got = send(outbound, url("mixed.example"));

        // Then
        assertThat(got).isEqualTo(new Answer.Response(200, "127.0.0.1", Optional.empty()));
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void aConnectionCarriesOnlyRequestsToItsOwnHost() throws Exception {
        // Given
        Outbound outbound = outbound(host -> new InetAddress[] {host.startsWith("good") ? OPEN : INNER});
        send(outbound, url("good.example"));

        // Then
        assertThat(send(outbound, url("evil.example"))).isInstanceOf(Answer.Unreachable.class);
        assertThat(send(outbound, url("GOOD.example."))).isInstanceOf(Answer.Response.class);
        assertThat(server.connections).hasValue(1);
        assertThat(server.requests).hasSize(2).allSatisfy(request -> assertThat(request)
                .contains("\r\nHost: good.example:" + server.port() + "\r\n"));
    }

    private String url(String host) {
        return "http://" + host + ":" + server.port() + "/";
    }

    private Outbound outbound(NameResolver names) throws Exception {
        return new Outbound(
                new Egress(List.of("127.0.0.1/32"), List.of()),
                deadlines,
                Clock.systemUTC(),
                host -> {
                    resolved.add(host);
                    return names.resolve(host);
                },
                SSLContext.getDefault());
    }

    private static Answer send(Outbound outbound, String url) throws Exception {
        OutgoingRequest request = new OutgoingRequest("POST", URI.create(url), Map.of(), new byte[7], Set.of());
        FutureTask<Answer> task =
                new FutureTask<>(() -> Headless.of(outbound.send(request, Duration.ofSeconds(30), () -> true)));
        Thread.ofVirtual().start(task);
        return task.get();
    }
}
