package dev.catchment.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.mapping.AccessToken;
import dev.catchment.mapping.AccessTokens;
import dev.catchment.mapping.DestinationProgram;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.OutgoingRequest;
import dev.catchment.mapping.Payload;
import dev.catchment.mapping.RefusedException;
import dev.catchment.mapping.TypeProgram;
import dev.catchment.pipeline.Event;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an event of the log costs until it is a request with twenty fields, and what compiling a type costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@org.openjdk.jmh.annotations.Measurement(iterations = 5, time = 2)
public class MappingBenchmark {
    private static final Instant RECEIVED = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final int ACTIONS = 20;

    private static final AccessTokens NO_TOKENS =
            AccessTokens.shown(new AccessToken(Secret.of("none"), ContractJson.EVENTS.createObjectNode()));

    private final byte[] bytes = SampleType.event();
    private final Event event = parsed(bytes);
    private final DestinationProgram program = compiled(SampleType.document(1));
    private final List<Payload> payloads = mapped(program, event);
    private final TypeDocument large = SampleType.document(ACTIONS);

    /** From bytes to the body of the request. */
    @Benchmark
    public OutgoingRequest bytesToRequest() throws Exception {
        return request(mapped(program, parsed(bytes)));
    }

    /** Of that: reading the JSON. */
    @Benchmark
    public Event parse() {
        return parsed(bytes);
    }

    /** Of that: the preset's condition and the fields. */
    @Benchmark
    public List<Payload> fields() {
        return mapped(program, event);
    }

    /** Of that: URL, headers and body. */
    @Benchmark
    public OutgoingRequest request() throws Exception {
        return request(payloads);
    }

    /** A type with twenty such actions. */
    @Benchmark
    public TypeProgram compile() throws MappingException {
        return TypeProgram.compile(large);
    }

    private OutgoingRequest request(List<Payload> mapped) throws Exception {
        return program.begin(mapped).next(RECEIVED, NO_TOKENS);
    }

    private static Event parsed(byte[] bytes) {
        try {
            return Event.of((ObjectNode) ContractJson.EVENTS.readTree(bytes), "web", RECEIVED);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Payload> mapped(DestinationProgram program, Event event) {
        try {
            return program.map(event);
        } catch (RefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DestinationProgram compiled(TypeDocument type) {
        try {
            return DestinationProgram.compile(type, SampleType.destination(), Map.of());
        } catch (MappingException e) {
            throw new IllegalStateException(e);
        }
    }
}
