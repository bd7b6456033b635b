package dev.catchment.ingest;

import dev.catchment.bench.SampleEvents;
import dev.catchment.contract.Kind;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of a body to its checked events. In this package, since the parser is nobody else's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RequestParserBenchmark {
    private final byte[] single = SampleEvents.single(0).getBytes(StandardCharsets.UTF_8);
    private final byte[] batch = SampleEvents.batch(20).getBytes(StandardCharsets.UTF_8);

    @Benchmark
    public Object single() throws Refusal {
        return RequestParser.single(Kind.TRACK, single);
    }

    @Benchmark
    public Object batchOf20() throws Refusal {
        return RequestParser.batch(batch);
    }
}
