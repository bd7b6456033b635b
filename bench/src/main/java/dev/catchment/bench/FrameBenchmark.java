package dev.catchment.bench;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import dev.catchment.contract.frame.EventComposer;
import dev.catchment.contract.frame.Frame;
import dev.catchment.contract.frame.FrameBuilder;
import dev.catchment.contract.frame.FrameEvent;
import dev.catchment.contract.frame.FrameException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Frames of so many events: written, and read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@org.openjdk.jmh.annotations.Measurement(iterations = 5, time = 2)
public class FrameBenchmark {
    private static final UUID ID = new UUID(1, 2);
    private static final int SOURCES = 8;
    private static final Instant RECEIVED = Instant.parse("2026-01-02T03:04:05.678Z");

    /** As with single events from 32 connections, and with batches. */
    @Param({"16", "640"})
    int events;

    private final FrameBuilder builder = new FrameBuilder(Frame.MAX_BYTES);
    private List<FrameEvent> waiting = List.of();
    private byte[] written = {};

    @SuppressWarnings("NullAway.Init") // by JMH, with write()
    private Frame read;

    @Setup
    public void write() throws FrameException {
        Hash128.Hasher hasher = new Hash128.Hasher("web");
        waiting = IntStream.range(0, events)
                .mapToObj(index -> event(index, hasher))
                .toList();
        written = build();
        read = Frame.decode(written);
    }

    private static FrameEvent event(int index, Hash128.Hasher hasher) {
        byte[] body = SampleEvents.single(index).getBytes(StandardCharsets.UTF_8);
        Hash128 key = hasher.hash("user-" + index);
        return new FrameEvent("web-" + index % SOURCES, Kind.TRACK, new byte[0], body, 0, body.length, false, key, key);
    }

    @Benchmark
    public byte[] build() {
        for (FrameEvent event : waiting) {
            if (!builder.add(event)) {
                throw new IllegalStateException("the frame is too small for the benchmark");
            }
        }
        return builder.build(ID, RECEIVED);
    }

    @Benchmark
    public Frame decode() throws FrameException {
        return Frame.decode(written);
    }

    /** One event as delivery sees it. */
    @Benchmark
    public Object compose() {
        return EventComposer.compose(read, events - 1);
    }
}
