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
 * {@link CelLibrary}. {@link Limits} bound what it may cost.
 */
final class CelEnvironments {
    private static final CelOptions OPTIONS = CelOptions.current()
            .comprehensionMaxIterations(Limits.ITERATIONS)
            .maxExpressionCodePointSize(Limits.SOURCE)
            .maxParseRecursionDepth(Limits.DEPTH)
            .maxRegexProgramSize(Limits.PATTERN)
            .enableHeterogeneousNumericComparisons(true)
            .enableOptionalSyntax(true)
            .build();

    private static final Map<Set<String>, Cel> ENVIRONMENTS = new ConcurrentHashMap<>();

    private CelEnvironments() {}

    static CelValidationResult parse(String source, Set<String> variables) {
        return environment(variables).parse(source);
    }

    static CelValidationResult check(CelAbstractSyntaxTree parsed, Set<String> variables) {
        return environment(variables).check(parsed);
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
