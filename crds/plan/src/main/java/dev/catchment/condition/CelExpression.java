package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A compiled CEL expression. Immutable and safe for many threads. */
public final class CelExpression {
    private final String source;
    private final CelAbstractSyntaxTree ast;
    private final CelRuntime.Program program;
    private final Set<String> references;
    private final @Nullable List<String> path;
    private final @Nullable HandedOn handedOn;
    /** For its {@link Budget}; null: it is quick, and needs none. */
    private final @Nullable Set<Long> glancedAt;

    private CelExpression(
            String source,
            CelAbstractSyntaxTree ast,
            CelRuntime.Program program,
            Set<String> references,
            @Nullable List<String> path,
            @Nullable HandedOn handedOn,
            @Nullable Set<Long> glancedAt) {
        this.source = source;
        this.ast = ast;
        this.program = program;
        this.references = references;
        this.path = path;
        this.handedOn = handedOn;
        this.glancedAt = glancedAt;
    }

    /** The values of an evaluation's variables: CEL values, such as {@link JsonValues#toCel} gives. */
    @FunctionalInterface
    public interface Variables {
        @Nullable Object value(String name);
    }

    /** @param variables names it may use; their types are known only when it runs */
    public static CelExpression compile(String source, Set<String> variables) throws ExpressionException {
        return compile(source, variables, false);
    }

    /** Like {@link #compile}, for an expression that must be true or false. */
    public static CelExpression compileCondition(String source, Set<String> variables) throws ExpressionException {
        return compile(source, variables, true);
    }

    private static CelExpression compile(String source, Set<String> variables, boolean condition)
            throws ExpressionException {
        if (source.isBlank()) {
            throw new ExpressionException(1, 1, "the expression is empty; known here: " + Refusals.list(variables));
        }
        try {
            CelAbstractSyntaxTree ast = checked(source, variables);
            CelType type = ast.getResultType();
            if (condition && !type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
                throw new ExpressionException(
                        1, 1, "the condition gives " + type.name() + ", which is neither true nor false");
            }
            CelRuntime.Program program = CelEnvironments.program(ast);
            Set<Long> glancedAt = Quick.is(ast) ? null : Budget.glancedAt(ast);
            return new CelExpression(
                    source,
                    ast,
                    program,
                    References.of(ast),
                    Paths.ofExpression(ast.getExpr()),
                    HandedOn.of(ast.getExpr()),
                    glancedAt);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new ExpressionException(1, 1, "cannot be compiled: " + e.getMessage());
        }
    }

    private static CelAbstractSyntaxTree checked(String source, Set<String> variables)
            throws ExpressionException, CelValidationException {
        try {
            CelAbstractSyntaxTree parsed = withoutErrors(CelEnvironments.parse(source, variables), source, variables)
                    .getAst();
            CelAbstractSyntaxTree checked = withoutErrors(CelEnvironments.check(parsed, variables), source, variables)
                    .getAst();
            Constants.check(checked);
            return checked;
        } catch (StackOverflowError e) {
            throw new ExpressionException(1, 1, Refusals.TOO_DEEP);
        }
    }

    private static CelValidationResult withoutErrors(CelValidationResult result, String source, Set<String> variables)
            throws ExpressionException {
        for (CelIssue issue : result.getErrors()) {
            throw Refusals.of(issue, source, variables);
        }
        return result;
    }

    public String source() {
        return source;
    }

    /** The variables it reads. */
    public Set<String> references() {
        return references;
    }

    /**
     * The top-level members of a variable that the expression names, such as {@code region} in {@code config.region};
     * none if it does not use the variable.
     *
     * @return empty if it uses the variable as a whole, or a member whose name is computed
     */
    public Optional<Set<String>> membersOf(String variable) {
        return Members.of(ast, variable);
    }

    /** Where it reads a member of a variable, as line and column: {@code 1:5}; empty if that cannot be told. */
    public Optional<String> placeOf(String variable, String member) {
        return Members.offset(ast, variable, member).map(offset -> Failures.position(source, offset));
    }

    /** If it is only a path such as {@code event.context.ip}: variable and keys. Such a path needs no evaluation. */
    public Optional<List<String>> path() {
        return Optional.ofNullable(path);
    }

    /** Whether an evaluation always takes microseconds, so that nobody minds waiting for it. */
    public boolean quick() {
        return glancedAt == null;
    }

    /** @throws ConditionException if the answer is not true or false, or there is none */
    public boolean test(Variables variables) throws ConditionException {
        if (evaluate(variables) instanceof Boolean answer) {
            return answer;
        }
        throw ConditionException.of("the condition gives a value that is neither true nor false");
    }

    /** @return a CEL value; {@link #evaluateJson} gives JSON */
    public Object evaluate(Variables variables) throws ConditionException {
        CelVariableResolver resolver = name -> Optional.ofNullable(variables.value(name));
        try {
            return glancedAt == null ? program.eval(resolver) : Budget.evaluate(program, resolver, glancedAt);
        } catch (CelEvaluationException e) {
            throw Failures.of(e, source);
        } catch (RuntimeException e) {
            // CEL reports what its own functions meet as CelEvaluationException; whatever else escapes must not
            // end the caller's loop either.
            throw ConditionException.of("the expression failed (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** @return the value as JSON, numbers as they are written if it is only handed on; null if it is missing */
    public @Nullable JsonNode evaluateJson(Variables variables) throws ConditionException {
        return handedOn == null ? JsonValues.toJson(evaluate(variables)) : handedOn.find(variables);
    }
}
