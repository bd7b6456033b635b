package dev.catchment.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.Condition;
import dev.catchment.condition.ConditionException;
import dev.catchment.condition.ExpressionException;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.Expression;
import dev.catchment.pipeline.Event;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a condition of four clauses, all of which hold, costs on an event that nobody has asked anything yet. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@org.openjdk.jmh.annotations.Measurement(iterations = 5, time = 2)
public class ConditionBenchmark {
    private final Condition cel;
    private final Condition fql;
    private final Event event;

    public ConditionBenchmark() {
        try {
            cel = Condition.compile(Expression.ofCel("event.type == 'track'"
                    + " && event.event in ['Order Refunded', 'Order Completed']"
                    + " && event.properties.total > 20.0"
                    + " && event.context.library.name.startsWith('@segment/')"));
            fql = Condition.compile(new Expression(
                    null,
                    "type = 'track'"
                            + " and event in ['Order Refunded', 'Order Completed']"
                            + " and properties.total > 20.0"
                            + " and match(context.library.name, '@segment/*')"));
            ObjectNode json = (ObjectNode) ContractJson.EVENTS.readTree(SampleEvents.single(1));
            event = Event.of(json, "web", Instant.EPOCH);
        } catch (ExpressionException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public boolean cel() throws ConditionException {
        return cel.matches(event.withJson(event.json()));
    }

    @Benchmark
    public boolean fql() throws ConditionException {
        return fql.matches(event.withJson(event.json()));
    }
}
