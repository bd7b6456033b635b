package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import dev.catchment.contract.frame.Frame;
import dev.catchment.contract.frame.FrameEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    /** Keeps the frames, each only when it is let. */
    private static final class HeldSink implements FrameSink {
        private final List<byte[]> offered = new CopyOnWriteArrayList<>();
        private final List<Frame> stored = new CopyOnWriteArrayList<>();
        private final Semaphore let = new Semaphore(0);
        private volatile Reason failure;

        @Override
        public void store(UUID id, byte[] frame) throws NotStoredException {
            offered.add(frame);
            let.acquireUninterruptibly();
            if (failure != null) {
                throw new NotStoredException(failure, "as the test wants it");
            }
            try {
                stored.add(Frame.decode(frame));
            } catch (dev.catchment.contract.frame.FrameException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {}
    }

    private final List<HeldSink> sinks = new ArrayList<>();
    private final IngestLog log = new IngestLog(partition -> {
        HeldSink sink = new HeldSink();
        sinks.add(sink);
        return new FrameWriter(
                partition,
                sink,
                Clock.fixed(NOW, ZoneOffset.UTC),
                FrameMeters.of(new SimpleMeterRegistry(), partition));
    });

    @AfterEach
    void close() {
        sinks.forEach(sink -> sink.let.release(1000));
        log.close();
    }

    @Test
    void whatArrivesDuringAFrameMakesUpTheNextOne() {
        // Given
        log.open(1);
        HeldSink sink = sinks.getFirst();
        CompletableFuture<Reason> first = store(events("a", 1, 10));
        await().until(() -> sink.offered.size() == 1);

        // When
        List<CompletableFuture<Reason>> next =
                IntStream.range(0, 5).mapToObj(_ -> store(events("b", 2, 10))).toList();
        await().until(() -> next.stream().noneMatch(CompletableFuture::isDone) && waiting(5));
        sink.let.release();
        await().until(() -> sink.offered.size() == 2);

        // Then
        assertThat(first.join()).isNull();
        assertThat(next).noneMatch(CompletableFuture::isDone);
        sink.let.release();
        assertThat(next).allSatisfy(answer -> assertThat(answer.join()).isNull());
        assertThat(sink.stored).extracting(Frame::count).containsExactly(1, 10);
        assertThat(sink.stored.getLast().receivedAt()).isEqualTo(NOW);
    }

    @Test
    void aRequestMaySpanFramesAndIsAnsweredAfterTheLast() {
        // Given
        log.open(1);
        HeldSink sink = sinks.getFirst();

        // When
        CompletableFuture<Reason> answer = store(events("a", 40, 30_000));
        await().until(() -> sink.offered.size() == 1);
        sink.let.release(2);
        await().until(() -> sink.offered.size() == 3);

        // Then
        assertThat(answer).isNotDone();
        sink.let.release();
        assertThat(answer.join()).isNull();
        assertThat(sink.offered).allMatch(frame -> frame.length < FrameWriter.TARGET_BYTES + 40_000);
        assertThat(sink.stored.stream().mapToInt(Frame::count).sum()).isEqualTo(40);
    }

    @Test
    void afterAFailedFrameNoOtherFrameOfTheRequestStarts() {
        // Given
        log.open(1);
        HeldSink sink = sinks.getFirst();
        CompletableFuture<Reason> large = store(events("a", 40, 30_000));
        await().until(() -> sink.offered.size() == 1);

        // When
        sink.failure = Reason.LOG_FULL;
        sink.let.release();

        // Then
        assertThat(large.join()).isEqualTo(Reason.LOG_FULL);
        sink.failure = null;
        CompletableFuture<Reason> other = store(events("b", 1, 10));
        sink.let.release();
        assertThat(other.join()).isNull();
        assertThat(sink.offered).hasSize(2);
        assertThat(sink.stored).extracting(Frame::count).containsExactly(1);
    }

    @Test
    void aFailedRequestIsAnsweredOnlyWhenItsOtherFramesAreSettled() {
        // Given
        log.open(2);
        List<FrameEvent> both =
                IntStream.range(0, 20).mapToObj(i -> event("user-" + i, 10)).toList();
        CompletableFuture<Reason> answer = store(both);
        await().until(() -> sinks.stream().allMatch(sink -> sink.offered.size() == 1));

        // When
        sinks.get(0).failure = Reason.LOG_UNAVAILABLE;
        sinks.get(0).let.release();
        CompletableFuture<Reason> behind = store(both);
        await().until(() -> sinks.get(0).offered.size() == 2);

        // Then
        assertThat(answer).isNotDone();
        sinks.get(1).let.release(2);
        assertThat(answer.join()).isEqualTo(Reason.LOG_UNAVAILABLE);
        sinks.get(0).let.release();
        assertThat(behind.join()).isEqualTo(Reason.LOG_UNAVAILABLE);
    }

    @Test
    void partitionsShareTheUsersAndEachUserHasOne() {
        // Given
        log.open(3);
        sinks.forEach(sink -> sink.let.release(100));

        // When
        for (int round = 0; round < 2; round++) {
            store(IntStream.range(0, 50).mapToObj(i -> event("user-" + i, 10)).toList())
                    .join();
        }

        // Then
        assertThat(sinks).allSatisfy(sink -> assertThat(sink.stored).isNotEmpty());
        for (int partition = 0; partition < 3; partition++) {
            for (Frame frame : sinks.get(partition).stored) {
                for (int event = 0; event < frame.count(); event++) {
                    assertThat(frame.userKey(event).partition(3)).isEqualTo(partition);
                }
            }
        }
    }

    @Test
    void closingStoresWhatHasArrivedAndRefusesTheRest() {
        // Given
        log.open(1);
        HeldSink sink = sinks.getFirst();
        CompletableFuture<Reason> first = store(events("a", 1, 10));
        await().until(() -> sink.offered.size() == 1);
        CompletableFuture<Reason> second = store(events("b", 1, 10));
        await().until(() -> waiting(1));

        // When
        sink.let.release(2);
        log.close();

        // Then
        assertThat(first.join()).isNull();
        assertThat(second.join()).isNull();
        assertThat(store(events("c", 1, 10)).join()).isEqualTo(Reason.NOT_READY);
    }

    /** Whether so many requests wait in the first partition's queue. */
    private boolean waiting(int requests) {
        return log.waiting(0) == requests;
    }

    private CompletableFuture<Reason> store(List<FrameEvent> events) {
        return CompletableFuture.supplyAsync(
                () -> log.store(events), task -> Thread.ofVirtual().start(task));
    }

    private static List<FrameEvent> events(String user, int count, int length) {
        return IntStream.range(0, count).mapToObj(_ -> event(user, length)).toList();
    }

    private static FrameEvent event(String user, int length) {
        Hash128 key = new Hash128.Hasher("web").hash(user);
        return new FrameEvent(
                "web", Kind.TRACK, RequestParser.NO_ENVELOPE, new byte[length], 0, length, false, key, key);
    }
}
