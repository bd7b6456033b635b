package dev.catchment.bench;

import dev.catchment.contract.frame.Frame;
import dev.catchment.contract.frame.FrameException;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.delivery.log.FrameBudget;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.log.Sieve;
import dev.catchment.filter.Filters;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What filters cost a frame of 500 events: composing and judging each event once, however many destinations ask. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@org.openjdk.jmh.annotations.Measurement(iterations = 5, time = 2)
public class SieveBenchmark {
    private static final int EVENTS = 500;

    private final Filters filters = Filters.of(List.of(new FilterDocument(
            "only-rare",
            Selection.everything(),
            Selection.everything(),
            Expression.ofCel("event.event != '" + SampleLog.RARE_NAME + "'"),
            new FilterAction.Drop())));
    private final byte[] frame = new SampleLog(number -> "web", Feed.FRAME_BYTES).frame(EVENTS);
    private final FrameBudget budget = new FrameBudget(Long.MAX_VALUE, Integer.MAX_VALUE);

    @Benchmark
    public Sieve sieve() throws FrameException {
        return new LogFrame(1, Instant.EPOCH, frame.length, Frame.decode(frame), budget).sieve(filters);
    }
}
