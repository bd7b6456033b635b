package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log takes one frame in 100 ms, and 300 KB may wait: what is too much is the same on every machine. */
class OverloadIT {
    private static final Duration FRAME = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final long WAITING_BYTES = 300_000;
    private static final int CLIENTS = 60;
    private static final int ENOUGH = 200;
    private static final String FILL = "x".repeat(8_000);

    @TempDir
    private Path folder;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final AtomicLong slowest = new AtomicLong();

    private record SlowSink(FrameSink sink) implements FrameSink {
        @Override
        public void store(UUID id, byte[] frame) throws NotStoredException {
            LockSupport.parkNanos(FRAME.toNanos());
            sink.store(id, frame);
        }

        @Override
        public void close() {
            sink.close();
        }
    }

    @Test
    void tooMuchIsRefusedWithinBoundsAndForgottenAtOnce() throws Exception {
        // Given
        try (IngestFixture hub =
                        IngestFixture.start(folder, 1, 1 << 28, WAITING_BYTES, ServerLimits.DEFAULT, SlowSink::new);
                LogWatch log = new LogWatch()) {
            AtomicInteger running = new AtomicInteger(1);
            BooleanSupplier on = () -> running.get() > 0;
            double mostWaiting = 0;

            // When
            long started = System.nanoTime();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String name = "c" + i + "-";
                clients.add(Thread.ofVirtual().start(() -> send(hub, name, FILL, on)));
            }
            // Small events are answered too, one way or the other.
            clients.add(Thread.ofVirtual().start(() -> send(hub, "small-", "", on)));
            while (acknowledged.size() < ENOUGH || offered() < 3 * acknowledged.size()) {
                mostWaiting = Math.max(mostWaiting, hub.metric("catchment_ingest_waiting_bytes"));
                assertThat(System.nanoTime() - started)
                        .as("answers " + statuses)
                        .isLessThan(Duration.ofMinutes(1).toNanos());
                LockSupport.parkNanos(FRAME.toNanos());
            }
            int offered = offered();
            int stored = acknowledged.size();
            running.set(0);
            long ended = System.nanoTime();
            for (Thread client : clients) {
                client.join();
            }
            for (int i = 0; i < 20; i++) {
                String id = "after-" + i;
                await().until(() ->
                        hub.post("/v1/identify", Neighbour.event(id)).statusCode() == 200);
            }
            Duration recovered = Duration.ofNanos(System.nanoTime() - ended);

            // Then
            System.out.println("offered " + offered + " requests in " + (ended - started) / 1_000_000
                    + " ms, stored "
                    + stored + " (" + offered / stored + " times as many), answers " + statuses + ", slowest "
                    + slowest.get() / 1_000_000 + " ms, most waiting " + (long) mostWaiting + " of " + WAITING_BYTES
                    + " bytes, 20 in a row stored " + recovered.toMillis() + " ms after the load");
            assertThat(statuses.keySet()).contains(200, 429).isSubsetOf(200, 429, 503);
            assertThat(mostWaiting).isPositive().isLessThanOrEqualTo(WAITING_BYTES);
            assertThat(recovered).isLessThan(Duration.ofSeconds(10));
            assertThat(hub.metric("catchment_ingest_waiting_bytes")).isZero();
            assertThat(hub.messageIds()).containsAll(acknowledged).doesNotHaveDuplicates();
            assertThat(acknowledged).anyMatch(id -> id.startsWith("small-"));
            assertThat(log.takeWarnings()).isEmpty();
        }
    }

    private int offered() {
        return statuses.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Far sooner after a refusal than any SDK would, or the answer asks for. */
    private void send(IngestFixture hub, String name, String fill, BooleanSupplier on) {
        try (Wire wire = new Wire(hub)) {
            for (int i = 0; on.getAsBoolean(); i++) {
                String id = name + i;
                String body = "{\"userId\":\"u\",\"messageId\":\"" + id + "\",\"p\":\"" + fill + "\"}";
                long sent = System.nanoTime();
                wire.send(Wire.post("/v1/identify", "", body).getBytes(StandardCharsets.US_ASCII));
                Wire.Answer answer = wire.answer().orElseThrow();
                slowest.accumulateAndGet(System.nanoTime() - sent, Math::max);
                if (answer.status() == 200) {
                    acknowledged.add(id);
                } else {
                    assertThat(Integer.parseInt(answer.headers().get("retry-after")))
                            .isBetween(1, 300);
                    // Not at once: two cores have something better to do than to refuse.
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
                statuses.computeIfAbsent(answer.status(), _ -> new AtomicInteger())
                        .incrementAndGet();
            }
        } catch (Exception | AssertionError e) {
            System.out.println("" + name + " ended by " + e);
            statuses.computeIfAbsent(-1, _ -> new AtomicInteger()).incrementAndGet();
        }
    }
}
