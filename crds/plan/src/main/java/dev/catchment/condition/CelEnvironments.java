package dev.catchment.condition;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * CEL as Catchment speaks it: the standard language and macros, optional fields ({@code event.?context.?ip}), and
 * {@link CelLibrary}. Costs are bounded by the length of an expression and by the iterations of one evaluation; regular
 * expressions are RE2's, which take linear time.
 */
final class CelEnvironments {
    /** Iterations of all comprehensions of one evaluation together. */
    static final int MAX_ITERATIONS = 10_000;

    /** Code points in one expression. */
    static final int MAX_LENGTH = 10_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(100)
            .maxRegexProgramSize(5_000)
            .enableHeterogeneousNumericComparisons(true)
            .enableOptionalSyntax(true)
            .build();

    private static final Map<Set<String>, Cel> ENVIRONMENTS = new ConcurrentHashMap<>();

    private CelEnvironments() {}

    static CelValidationResult compile(String source, Set<String> variables) {
        return environment(variables).compile(source);
    }

    static CelRuntime.Program program(CelAbstractSyntaxTree ast) throws CelEvaluationException {
        return environment(Set.of()).createProgram(ast);
    }

    private static Cel environment(Set<String> variables) {
        return ENVIRONMENTS.computeIfAbsent(Set.copyOf(variables), CelEnvironments::build);
    }

    private static Cel build(Set<String> variables) {
        CelBuilder builder =
                CelFactory.legacyCelBuilder().setOptions(OPTIONS).setStandardMacros(CelStandardMacro.STANDARD_MACROS);
        CelLibrary.addTo(builder, OPTIONS);
        for (String variable : variables) {
            builder.addVar(variable, SimpleType.DYN);
        }
        return builder.build();
    }
}
