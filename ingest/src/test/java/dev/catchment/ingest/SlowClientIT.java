package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that hold on to what others need. One limit at a time is short, the others are not met. */
class SlowClientIT {
    private static final Duration NEVER = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final String HEAD = "POST /v1/identify HTTP/1.1\r\nHost: h\r\n" + Wire.KEY;

    private static final String BEGUN = "POST /v1/identify HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n{";

    @TempDir
    private Path folder;

    private IngestFixture hub;

    @AfterEach
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({"'', POST /v1/identify/", "head, X-A: a;"})
    void aHeadThatDripsIsAnsweredWith408WhenItsTimeIsOver(String begun, String drop) throws Exception {
        // Given
        hub = IngestFixture.start(folder, new ServerLimits(100, NEVER, SHORT, NEVER, NEVER, LOOK));
        try (Neighbour neighbour = new Neighbour(hub);
                Wire slow = new Wire(hub)) {
            // When
            slow.send(begun.isEmpty() ? "" : HEAD);
            Drip drip = new Drip(slow, drop.replace(";", "\r\n").getBytes(StandardCharsets.UTF_8));
            Wire.Answer answer = slow.answer().orElseThrow();

            // Then
            assertThat(answer.status()).isEqualTo(408);
            Neighbour.assertRefusal(answer, "request_timeout");
            assertThat(slow.closed()).isTrue();
            drip.end();
            neighbour.assertUndisturbed();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 500000\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n7a120\r\n",
                "Content-Encoding: gzip\r\nContent-Length: 500000\r\n\r\n"
            })
    void aBodyThatDripsIsAnsweredWith408AndHoldsNoMoreThanItSent(String framing) throws Exception {
        // Given
        hub = IngestFixture.start(folder, new ServerLimits(100, NEVER, NEVER, SHORT, NEVER, LOOK));
        try (Neighbour neighbour = new Neighbour(hub);
                Wire slow = new Wire(hub)) {
            // When
            slow.send(HEAD + framing);
            Drip drip = new Drip(slow, new byte[] {' '});
            await().until(() -> hub.metric("catchment_ingest_waiting_bytes") > 0);
            double held = hub.metric("catchment_ingest_waiting_bytes");
            Wire.Answer answer = slow.answer().orElseThrow();

            // Then
            assertThat(held).isLessThanOrEqualTo(4096);
            assertThat(answer.status()).isEqualTo(408);
            Neighbour.assertRefusal(answer, "request_timeout");
            assertThat(slow.closed()).isTrue();
            drip.end();
            neighbour.assertUndisturbed();
            assertThat(hub.metric("catchment_ingest_waiting_bytes")).isZero();
        }
    }

    @Test
    void aBodyThatDripsIsCutOffAlsoWhenNobodyWantsIt() throws Exception {
        // Given
        hub = IngestFixture.start(folder, new ServerLimits(100, NEVER, NEVER, SHORT, NEVER, LOOK));
        try (Neighbour neighbour = new Neighbour(hub);
                Wire slow = new Wire(hub)) {
            // When
            slow.send("POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 500000\r\n\r\n");
            Drip drip = new Drip(slow, new byte[] {' '});

            // Then
            assertThat(slow.answer().orElseThrow().status()).isEqualTo(404);
            assertThat(slow.closed()).isTrue();
            drip.end();
            neighbour.assertUndisturbed();
        }
    }

    @Test
    void bodiesThatStandStillMakeRoomWhenMemoryIsShort() throws Exception {
        // Given
        hub = IngestFixture.start(
                folder,
                1,
                1 << 26,
                200_000,
                new ServerLimits(100, NEVER, SHORT, NEVER, NEVER, LOOK),
                UnaryOperator.identity());
        String half = HEAD + "Content-Length: 100000\r\n\r\n" + " ".repeat(60_000);
        List<Wire> held = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                held.add(new Wire(hub).send(half));
            }
            await().until(() -> hub.metric("catchment_ingest_waiting_bytes") > 190_000);

            // When
            await().until(() -> posts("m") == 200);

            // Then
            assertThat(hub.metric("catchment_ingest_connections_closed_total{reason=\"evicted\"}"))
                    .isBetween(1.0, 3.0);
            assertThat(hub.messageIds()).containsExactly("m");
        } finally {
            for (Wire wire : held) {
                wire.close();
            }
        }
    }

    @Test
    void aConnectionWithoutRequestsIsClosed() throws Exception {
        // Given
        hub = IngestFixture.start(folder, new ServerLimits(100, SHORT, NEVER, NEVER, NEVER, LOOK));

        // When
        try (Wire silent = new Wire(hub);
                Wire done = new Wire(hub)) {
            done.send(Wire.post("/v1/identify", "", Neighbour.event("m")));

            // Then
            assertThat(done.answer().orElseThrow().status()).isEqualTo(200);
            assertThat(silent.closed()).isTrue();
            assertThat(done.closed()).isTrue();
        }
    }

    @Test
    void aClientThatDoesNotTakeItsAnswersIsCutOff() throws Exception {
        // Given
        hub = IngestFixture.start(folder, new ServerLimits(100, NEVER, NEVER, NEVER, SHORT, LOOK));
        byte[] requests =
                "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        try (Neighbour neighbour = new Neighbour(hub);
                Wire deaf = new Wire(hub)) {
            // When
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    try {
                        deaf.send(requests);
                    } catch (IOException e) {
                        return;
                    }
                }
            });

            // Then
            await().atMost(Duration.ofSeconds(60)).until(sending::isDone);
            assertThat(hub.admin("/metrics"))
                    .contains("catchment_ingest_connections_closed_total{reason=\"overdue\"} 1.0");
            neighbour.assertUndisturbed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "POST /v1/iden", BEGUN})
    void whenThereAreTooManyConnectionsThoseThatWaitedLongestMakeRoom(String sent) throws Exception {
        // Given
        hub = IngestFixture.start(folder, new ServerLimits(20, NEVER, NEVER, NEVER, NEVER, LOOK));
        List<Wire> held = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                held.add(new Wire(hub).send(sent));
            }
            await().until(() -> hub.metric("catchment_ingest_connections") == 20);

            // When
            for (int i = 0; i < 40; i++) {
                assertThat(posts("m" + i)).isEqualTo(200);
            }

            // Then
            assertThat(hub.messageIds()).hasSize(40);
            assertThat(hub.metric("catchment_ingest_connections_closed_total{reason=\"evicted\"}"))
                    .isPositive();
            assertThat(hub.metric("catchment_ingest_connections")).isLessThanOrEqualTo(20);
        } finally {
            for (Wire wire : held) {
                wire.close();
            }
        }
    }

    @Test
    void whenAllConnectionsAreBeingServedOneMoreIsAskedToComeBack() throws Exception {
        // Given
        hub = IngestFixture.start(folder, new ServerLimits(3, NEVER, NEVER, NEVER, NEVER, LOOK));
        hub.nats.kill();
        List<Wire> served = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                served.add(new Wire(hub).send(Wire.post("/v1/identify", "", Neighbour.event("m" + i))));
            }
            await().until(() -> hub.metric("catchment_ingest_waiting_bytes") >= 3 * 4096);

            // When
            Wire.Answer answer;
            try (Wire more = new Wire(hub)) {
                answer = more.answer().orElseThrow();
            }

            // Then
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.headers()).containsEntry("retry-after", "1");
            Neighbour.assertRefusal(answer, "overloaded");
            hub.nats.restart();
            for (Wire wire : served) {
                assertThat(wire.answer().orElseThrow().status()).isIn(200, 503);
            }
        } finally {
            for (Wire wire : served) {
                wire.close();
            }
        }
    }

    private int posts(String messageId) throws IOException {
        try (Wire wire = new Wire(hub)) {
            wire.sendWhileOpen(
                    Wire.post("/v1/identify", "", Neighbour.event(messageId)).getBytes(StandardCharsets.UTF_8));
            return wire.answer().map(Wire.Answer::status).orElse(0);
        }
    }

    /** Sends bytes one by one, until the server has had enough. */
    private static final class Drip {
        private final Thread thread;

        Drip(Wire wire, byte[] bytes) {
            thread = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                        wire.send(new byte[] {bytes[i % bytes.length]});
                        Thread.sleep(LOOK.dividedBy(4));
                    }
                } catch (IOException | InterruptedException e) {
                    // The server has closed the connection, or the test is over.
                }
            });
        }

        void end() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }
}
