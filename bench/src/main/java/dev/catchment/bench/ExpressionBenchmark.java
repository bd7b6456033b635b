package dev.catchment.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.CelExpression;
import dev.catchment.condition.ConditionException;
import dev.catchment.condition.ExpressionException;
import dev.catchment.condition.JsonValues;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** What single expressions of mappings cost; those from the loop on are evaluated within a budget. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@org.openjdk.jmh.annotations.Measurement(iterations = 3, time = 2)
public class ExpressionBenchmark {
    @Param({
        "event.context.ip + ''",
        "coalesce(event.traits.email, event.context.traits.email)",
        "exists(event.context.page.url)",
        "upper(event.properties.currency)",
        "unixMillis(event.timestamp)",
        "normalizeEmail(event.context.traits.email)",
        "sha256(event.context.traits.email)",
        "formatTime(event.timestamp, 'yyyy-MM-dd HH:mm', 'Europe/Berlin')",
        "merge(event.context.traits, {'plan': 'pro'})",
        "event.properties.products.map(p, {'id': p.productId, 'price': p.price})",
        "event.event.matches('^Order (Completed|Updated)$')",
        "jsonEncode(event.properties)"
    })
    public String cel = "";

    private Map<String, Object> event = Map.of();
    private @Nullable CelExpression expression;

    @Setup
    public void compile() throws ExpressionException, IOException {
        event = JsonValues.view((ObjectNode) ContractJson.EVENTS.readTree(SampleType.event()));
        expression = CelExpression.compile(cel, Set.of("event"));
    }

    @Benchmark
    public @Nullable JsonNode evaluate() throws ConditionException {
        return expression == null ? null : expression.evaluateJson(name -> event);
    }
}
