package dev.catchment.delivery.http;

import static dev.catchment.delivery.http.ScriptedServer.OK;
import static dev.catchment.delivery.http.ScriptedServer.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.catchment.contract.plan.DeliverySettings.Egress;
import dev.catchment.delivery.http.ScriptedServer.Script;
import dev.catchment.mapping.OutgoingRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of a request when its server is sick, over real sockets.
 *
 * <table>
 *   <caption>What the server does, and the answer</caption>
 *   <tr><td>answers, even 1xx before it, or with 3xx, 401, 429, 5xx</td><td>{@code Response}, nothing followed or repeated</td></tr>
 *   <tr><td>answers before it has read everything and closes</td><td>{@code Response}</td></tr>
 *   <tr><td>an endless body, fast</td><td>{@code Response} with the beginning; the connection is closed</td></tr>
 *   <tr><td>a transfer coding that nobody asked for</td><td>{@code Response} without a body; the connection is closed</td></tr>
 *   <tr><td>nothing, or one byte now and then, until the deadline</td><td>{@code NoAnswer}</td></tr>
 *   <tr><td>an endless head, endless 1xx, 101, no HTTP, half an answer</td><td>{@code NoAnswer}, at once</td></tr>
 *   <tr><td>resets a fresh connection after the request</td><td>{@code NoAnswer}; not repeated here</td></tr>
 *   <tr><td>the same before it</td><td>{@code Unreachable} or {@code NoAnswer}, as it is seen while connecting or later</td></tr>
 *   <tr><td>closes or resets a connection that had rested, before any byte of an answer</td><td>the request goes out once
 *     more on a fresh connection</td></tr>
 *   <tr><td>the same, after a byte of an answer</td><td>{@code NoAnswer}; not repeated here</td></tr>
 *   <tr><td>no connection, no TLS, an address or port that is not allowed</td><td>{@code Unreachable}</td></tr>
 *   <tr><td>anything, but the lease is gone when the connection is ready</td><td>{@code NotSent}, not a byte is sent</td></tr>
 * </table>
 */
class OutboundFaultTest {
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Answer.Response FINE = new Answer.Response(200, "ok", Optional.empty());
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    private final Deadlines deadlines = new Deadlines();
    private final Outbound outbound =
            new Outbound(new Egress(List.of("127.0.0.0/8"), List.of()), deadlines, Clock.systemUTC());
    private ScriptedServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer(answering(OK));
    }

    @AfterEach
    void close() throws IOException {
        outbound.close();
        deadlines.close();
        server.close();
    }

    @Test
    void whoSaysNothingIsGivenUpAtTheDeadline() throws Exception {
        // Given
        server.script(conversation -> {
            conversation.request();
            conversation.hang();
        });

        // Then
        assertThat(send(SHORT)).isEqualTo(new Answer.NoAnswer("no answer within 300 ms"));
        assertThat(server.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nX-Endless: ", "HTTP/1.1 2"})
    void whoSaysAByteNowAndThenIsGivenUpAtTheDeadline(String beginning) throws Exception {
        // Given
        server.script(conversation -> {
            conversation.request();
            conversation.say(beginning);
            while (true) {
                conversation.say("0");
                Thread.sleep(10);
            }
        });

        // Then
        assertThat(send(SHORT)).isEqualTo(new Answer.NoAnswer("no answer within 300 ms"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n|x",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n|1\r\nx\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n|x"
            })
    void anEndlessBodyIsCut(String answer) throws Exception {
        // Given
        server.script(endless(answer));

        // When
        Answer got = send(PATIENT);

        // Then
        assertThat(got).isInstanceOf(Answer.Response.class);
        assertThat(((Answer.Response) got).body()).isEqualTo("x".repeat(Outbound.MAX_ANSWER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|HTTP/1.1 200 OK ",
                "HTTP/1.1 200 OK\r\nX-Long: |x",
                "HTTP/1.1 200 OK\r\n|X-Many: x\r\n",
                "HTTP/1.1 200 OK\r\nX: |\r\n x",
                "|HTTP/1.1 103 Early Hints\r\n\r\n",
                "|HTTP/1.1 100 Continue\r\n\r\n",
                "|\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n|X-Trailer: x\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;|x"
            })
    void anEndlessHeadIsGivenUpBeforeTheDeadline(String answer) throws Exception {
        // Given
        server.script(endless(answer));

        // When
        Answer got = send(PATIENT);

        // Then
        assertThat(got).isInstanceOf(Answer.NoAnswer.class);
        assertThat(((Answer.NoAnswer) got).reason()).doesNotContain("within");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aResetBeforeTheRequestMayBeSeenAlreadyWhileConnecting() throws Exception {
        // Given
        server.script(ScriptedServer.Conversation::reset);

        // When
        Answer got = send(PATIENT);

        // Then
        assertThat(got).isInstanceOfAny(Answer.NoAnswer.class, Answer.Unreachable.class);
        assertThat(server.connections).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no"})
    void aResetAfterTheRequestIsNoAnswer(String beginning) throws Exception {
        // Given
        server.script(conversation -> {
            conversation.request();
            conversation.say(beginning);
            conversation.reset();
        });

        // When
        Answer got = send(PATIENT);

        // Then
        assertThat(got).isInstanceOf(Answer.NoAnswer.class);
        assertThat(server.connections).hasValue(1);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aConnectionClosedWhileItRestedIsReplacedAtOnce() throws Exception {
        // Given
        CountDownLatch gone = new CountDownLatch(1);
        server.script(conversation -> {
            conversation.request();
            conversation.say(OK);
            conversation.socket.close();
            gone.countDown();
        });
        assertThat(send(PATIENT)).isEqualTo(FINE);
        gone.await();

        // When
        Answer got = send(PATIENT);

        // Then
        assertThat(got).isEqualTo(FINE);
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void aRestedConnectionThatDropsTheRequestIsReplacedAtOnce() throws Exception {
        // Given
        AtomicInteger connection = new AtomicInteger();
        server.script(conversation -> {
            conversation.request();
            conversation.say(OK);
            conversation.request();
            if (connection.incrementAndGet() == 1) {
                conversation.reset();
            }
            conversation.say(OK);
        });
        send(PATIENT);

        // When
        Answer got = send(PATIENT);

        // Then
        assertThat(got).isEqualTo(FINE);
        assertThat(server.requests).hasSize(3);
        assertThat(server.connections).hasValue(2);
    }

    @Test
    void whatWasHalfAnsweredOnARestedConnectionIsNotRepeated() throws Exception {
        // Given
        server.script(conversation -> {
            conversation.request();
            conversation.say(OK);
            conversation.request();
            conversation.say("H");
            conversation.reset();
        });
        send(PATIENT);

        // When
        Answer got = send(PATIENT);

        // Then
        assertThat(got).isInstanceOf(Answer.NoAnswer.class);
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void whatNobodyAskedForIsNotTakenForAnAnswer() throws Exception {
        // Given
        server.script(conversation -> {
            conversation.request();
            conversation.say(OK + "HTTP/1.1 500 Not Yours\r\nContent-Length: 0\r\n\r\n");
            conversation.hang();
        });
        assertThat(send(PATIENT)).isEqualTo(FINE);
        server.script(answering(OK));

        // Then
        assertThat(send(PATIENT)).isEqualTo(FINE);
        assertThat(server.connections).hasValue(2);
    }

    @Test
    void whatArrivesWhileAConnectionRestsIsNotTakenForAnAnswer() throws Exception {
        // Given
        CountDownLatch said = new CountDownLatch(1);
        CountDownLatch rests = new CountDownLatch(1);
        server.script(conversation -> {
            conversation.request();
            conversation.say(OK);
            rests.await();
            conversation.say("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            said.countDown();
            conversation.hang();
        });
        assertThat(send(PATIENT)).isEqualTo(FINE);
        rests.countDown();
        said.await();
        server.script(answering(OK));

        // When
        Answer got = send(PATIENT);

        // Then
        assertThat(got).isEqualTo(FINE);
        assertThat(server.requests).hasSize(2);
        assertThat(server.connections).hasValue(2);
    }

    @Test
    void informationBeforeTheAnswerIsPassedOver() throws Exception {
        // Given
        server.script(answering("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(5) + OK));

        // Then
        assertThat(send(PATIENT)).isEqualTo(FINE);
        assertThat(send(PATIENT)).isEqualTo(FINE);
        assertThat(server.connections).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 305, 307, 308})
    void redirectsAreNotFollowed(int status) throws Exception {
        try (ScriptedServer inner = new ScriptedServer(answering(OK))) {
            // Given
            server.script(answering("HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + inner.url("/latest/meta-data/")
                    + "\r\nContent-Length: 0\r\n\r\n"));

            // When
            Answer got = send(PATIENT);

            // Then
            assertThat(got).isEqualTo(new Answer.Response(status, "", Optional.empty()));
            assertThat(inner.connections).hasValue(0);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void noChallengeIsAnsweredAndNoCookieKept() throws Exception {
        // Given
        server.script(answering(String.join(
                "\r\n",
                "HTTP/1.1 401 Unauthorized",
                "WWW-Authenticate: Basic realm=\"x\"",
                "Set-Cookie: a=b",
                "Content-Length: 0",
                "\r\n")));

        // When
        Answer first = send(PATIENT);
        send(PATIENT);

        // Then
        assertThat(first).isEqualTo(new Answer.Response(401, "", Optional.empty()));
        assertThat(server.requests).hasSize(2).allSatisfy(request -> assertThat(request)
                .doesNotContainIgnoringCase("cookie")
                .doesNotContainIgnoringCase("authorization")
                .doesNotContainIgnoringCase("accept-encoding")
                .doesNotContainIgnoringCase("upgrade"));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void retryAfterComesWithTheAnswer(int status) throws Exception {
        // Given
        server.script(answering(
                "HTTP/1.1 " + status + " Later\r\nretry-after: 120\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"));

        // Then
        assertThat(send(PATIENT)).isEqualTo(new Answer.Response(status, "", Optional.of(Duration.ofMinutes(2))));
    }

    @Test
    void anAnswerBeforeTheWholeRequestCounts() throws Exception {
        // Given
        server.script(conversation -> {
            conversation.head();
            conversation.say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
            conversation.reset();
        });

        // When
        Answer got = send(new byte[16 << 20], PATIENT, () -> true);

        // Then
        assertThat(got).isEqualTo(new Answer.Response(413, "big", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 200 OK\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\n\r\nok"
            })
    void anAnswerThatEndsWithItsConnectionIsWhole(String answer) throws Exception {
        // Given
        server.script(conversation -> {
            conversation.request();
            conversation.say(answer);
        });

        // Then
        assertThat(send(PATIENT)).isEqualTo(FINE);
        assertThat(send(PATIENT)).isEqualTo(FINE);
        assertThat(server.connections).hasValue(2);
        assertThat(server.requests).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.2\r\nConnection: Upgrade\r\n\r\n",
                ""
            })
    void halfAnAnswerIsNone(String answer) throws Exception {
        // Given
        server.script(conversation -> {
            conversation.request();
            conversation.say(answer);
        });

        // Then
        assertThat(send(PATIENT)).isInstanceOf(Answer.NoAnswer.class);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aCodingThatNobodyAskedForHidesTheBodyOnly() throws Exception {
        // Given
        server.script(answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"));

        // Then
        assertThat(send(PATIENT)).isEqualTo(new Answer.Response(200, "", Optional.empty()));
        send(PATIENT);
        assertThat(server.connections).hasValue(2);
    }

    @Test
    void aPackedBodyStaysPacked() throws Exception {
        // Given
        server.script(answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok"));

        // Then
        assertThat(send(PATIENT)).isEqualTo(FINE);
    }

    @Test
    void aServersOwnKeepAliveTimeIsKept() throws Exception {
        // Given
        server.script(answering("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=0\r\nContent-Length: 2\r\n\r\nok"));

        // When
        send(PATIENT);
        send(PATIENT);

        // Then
        assertThat(server.connections).hasValue(2);
    }

    @Test
    void nothingIsSentOnceTheLeaseIsGone() throws Exception {
        // Given
        CountDownLatch asked = new CountDownLatch(1);

        // When
        Answer got = send(BODY, PATIENT, () -> {
            await().until(() -> server.connections.get() == 1);
            asked.countDown();
            return false;
        });

        // Then
        assertThat(got).isEqualTo(new Answer.NotSent());
        assertThat(asked.getCount()).as("asked when the connection stood").isZero();
        assertThat(send(PATIENT)).isEqualTo(FINE);
        assertThat(server.requests).as("not a byte of the first").hasSize(1);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void theLeaseIsAskedAgainBeforeARequestGoesOutOnceMore() throws Exception {
        // Given
        server.script(conversation -> {
            conversation.request();
            conversation.say(OK);
            conversation.request();
            conversation.reset();
        });
        send(PATIENT);
        AtomicInteger asked = new AtomicInteger();

        // When
        Answer got = send(BODY, PATIENT, () -> asked.incrementAndGet() == 1);

        // Then
        assertThat(got).isEqualTo(new Answer.NotSent());
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void anInterruptEndsTheExchange() throws Exception {
        // Given
        CountDownLatch arrived = new CountDownLatch(1);
        server.script(conversation -> {
            conversation.request();
            arrived.countDown();
            conversation.hang();
        });
        FutureTask<Answer> task =
                new FutureTask<>(() -> Headless.of(outbound.send(request(server.url("/"), BODY), PATIENT, () -> true)));
        Thread thread = Thread.ofVirtual().start(task);

        // When
        arrived.await();
        thread.interrupt();

        // Then
        assertThatThrownBy(task::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void aThousandRequestsToOneHostAreUnderWayAtOnce() throws Exception {
        // Given
        int many = 1024;
        CountDownLatch all = new CountDownLatch(many);
        server.script(conversation -> {
            conversation.request();
            all.countDown();
            all.await();
            conversation.say(OK);
            conversation.hang();
        });
        List<FutureTask<Answer>> tasks = new ArrayList<>();

        // When
        for (int i = 0; i < many; i++) {
            FutureTask<Answer> task = new FutureTask<>(
                    () -> Headless.of(outbound.send(request(server.url("/"), BODY), PATIENT, () -> true)));
            tasks.add(task);
            Thread.ofVirtual().start(task);
        }

        // Then
        for (FutureTask<Answer> task : tasks) {
            assertThat(task.get()).isEqualTo(FINE);
        }
    }

    @Test
    void requestsUnderWayEndInPeaceWhenTheClientIsClosed() throws Exception {
        // Given
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        server.script(conversation -> {
            conversation.request();
            arrived.countDown();
            closed.await();
            conversation.say(OK);
            conversation.hang();
            left.countDown();
        });
        FutureTask<Answer> task =
                new FutureTask<>(() -> Headless.of(outbound.send(request(server.url("/"), BODY), PATIENT, () -> true)));
        Thread.ofVirtual().start(task);

        // When
        arrived.await();
        outbound.close();
        closed.countDown();

        // Then
        assertThat(task.get()).isEqualTo(FINE);
        left.await(); // its connection is closed, not kept
    }

    private static Script endless(String answer) {
        int begins = answer.indexOf('|');
        String repeated = answer.substring(begins + 1);
        return conversation -> {
            conversation.request();
            conversation.say(answer.substring(0, begins));
            while (true) {
                conversation.say(repeated.repeat(4096 / repeated.length() + 1));
            }
        };
    }

    private Answer send(Duration timeout) throws Exception {
        return send(BODY, timeout, () -> true);
    }

    private Answer send(byte[] body, Duration timeout, BooleanSupplier maySend) throws Exception {
        FutureTask<Answer> task =
                new FutureTask<>(() -> Headless.of(outbound.send(request(server.url("/"), body), timeout, maySend)));
        Thread.ofVirtual().start(task);
        return task.get();
    }

    private static OutgoingRequest request(String url, byte[] body) {
        return new OutgoingRequest("POST", URI.create(url), Map.of(), body, Set.of());
    }
}
