package dev.catchment.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.DeliverySettings.Egress;
import dev.catchment.mapping.OutgoingRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that says, byte by byte, what a test wants it to say. */
class OutboundTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private final Deadlines deadlines = new Deadlines();
    private final Outbound outbound =
            new Outbound(new Egress(List.of("127.0.0.0/8"), List.of()), deadlines, Clock.systemUTC());
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private volatile String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private volatile boolean hangUp;
    private volatile long trickleMillis;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException e) {
                // closed
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        outbound.close();
        deadlines.close();
        server.close();
    }

    @Test
    void aRequestGoesOutAsItWasRendered() throws Exception {
        // When
        Answer got = send("/hook?a=b%20c", PATIENT);

        // Then
        assertThat(got).isEqualTo(new Answer.Response(200, "ok", Optional.empty()));
        assertThat(requests.getFirst())
                .startsWith("POST /hook?a=b%20c HTTP/1.1\r\n")
                .contains("Host: 127.0.0.1:" + server.getLocalPort() + "\r\n")
                .contains("X-Test: yes\r\n")
                .contains("Content-Length: 7\r\n")
                .doesNotContain("Transfer-Encoding")
                .endsWith("\r\n\r\n{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1;x=y\r\nk\r\n0\r\nT: 1\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
                "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok"
            })
    void answersOfEveryFormAreReadAndTheConnectionIsUsedAgain(String form) throws Exception {
        // Given
        answer = form;

        // When
        for (int i = 0; i < 20; i++) {
            assertThat(send("/", PATIENT)).isEqualTo(new Answer.Response(200, "ok", Optional.empty()));
        }

        // Then
        assertThat(connections).hasValue(1);
    }

    @Test
    void aConnectionThatTheServerClosedIsReplacedWithoutAFailure() throws Exception {
        // Given
        hangUp = true;

        // When
        for (int i = 0; i < 5; i++) {
            assertThat(send("/", PATIENT)).isInstanceOf(Answer.Response.class);
        }

        // Then
        assertThat(requests).hasSize(5);
    }

    @Test
    void aLongAnswerIsCutAndItsConnectionGivenUp() throws Exception {
        // Given
        answer = "HTTP/1.1 500 Oops\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1_000_000);

        // When
        Answer got = send("/", PATIENT);
        send("/", PATIENT);

        // Then
        assertThat(((Answer.Response) got).body()).hasSize(Outbound.MAX_ANSWER);
        assertThat(connections).hasValue(2);
    }

    @Test
    void anAnswerThatTricklesInEndsAtTheDeadline() throws Exception {
        // Given
        trickleMillis = 50;
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000);

        // When
        long began = System.nanoTime();
        Answer got = send("/", Duration.ofMillis(400));

        // Then
        assertThat(got).isEqualTo(new Answer.NoAnswer("no answer within 400 ms"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n"
            })
    void whatIsNoAnswerIsNotTakenForOne(String wrong) throws Exception {
        // Given
        answer = wrong;

        // Then
        assertThat(send("/", PATIENT)).isInstanceOf(Answer.NoAnswer.class);
    }

    @Test
    void whatCannotBeReachedIsSaidAtOnce() throws Exception {
        // Given
        int port = server.getLocalPort();
        Outbound guarded = new Outbound(new Egress(List.of(), List.of()), deadlines, Clock.systemUTC());

        // Then
        try (Socket deaf = new Socket()) {
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            OutgoingRequest toNobody = request("http://127.0.0.1:" + deaf.getLocalPort() + "/");
            assertThat(inVirtualThread(outbound, toNobody, PATIENT)).isInstanceOf(Answer.Unreachable.class);
        }
        assertThat(inVirtualThread(guarded, request("http://127.0.0.1:" + port + "/"), PATIENT)
                        .toString())
                .contains("no public address");
        assertThat(inVirtualThread(guarded, request("http://localhost:" + port + "/"), PATIENT)
                        .toString())
                .contains("no public address");
        assertThat(inVirtualThread(guarded, request("http://1.1.1.1:25/"), PATIENT)
                        .toString())
                .contains("port 25");
    }

    @Test
    void retryAfterIsReadAsSecondsAndAsADate() throws Exception {
        // Given
        answer = "HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n";

        // Then
        assertThat(((Answer.Response) send("/", PATIENT)).retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.parse("Wed, 21 Oct 2015 07:28:00 GMT", java.time.Instant.parse("2015-10-21T07:27:30Z")))
                .contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse("soon", java.time.Instant.EPOCH)).isEmpty();
    }

    private Answer send(String target, Duration timeout) throws Exception {
        return inVirtualThread(outbound, request("http://127.0.0.1:" + server.getLocalPort() + target), timeout);
    }

    private static Answer inVirtualThread(Outbound outbound, OutgoingRequest request, Duration timeout)
            throws Exception {
        FutureTask<Answer> task = new FutureTask<>(() -> Headless.of(outbound.send(request, timeout, () -> true)));
        Thread.ofVirtual().start(task);
        return task.get();
    }

    private static OutgoingRequest request(String url) {
        return new OutgoingRequest(
                "POST",
                URI.create(url),
                Map.of("X-Test", "yes", "Transfer-Encoding", "chunked"),
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                Set.of());
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                StringBuilder request = new StringBuilder();
                while (request.indexOf("{\"a\":1}") < 0) {
                    int c = in.read();
                    if (c < 0) {
                        return;
                    }
                    request.append((char) c);
                }
                requests.add(request.toString());
                for (byte b : answer.getBytes(StandardCharsets.US_ASCII)) {
                    out.write(b);
                    if (trickleMillis > 0) {
                        Thread.sleep(trickleMillis);
                    }
                }
                out.flush();
                if (hangUp || answer.startsWith("HTTP/1.1 5")) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // The client has gone.
        }
    }
}
