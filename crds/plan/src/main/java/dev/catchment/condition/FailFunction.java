package dev.catchment.condition;

import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelMacro;
import java.util.List;
import java.util.Optional;

/**
 * {@code fail('why')} ends the expression, and with it the mapping of the event: so a type says what a tool would
 * refuse anyway. The reason is shown and logged, so it must stand in the expression, where no event's content gets into
 * it.
 */
final class FailFunction {
    static final String NAME = "fail";
    /** What the macro makes of it; no expression can spell it. */
    private static final String CHECKED = "@fail";

    private FailFunction() {}

    static List<LibraryFunction> functions() {
        return List.of(LibraryFunction.of(CHECKED, SimpleType.DYN, List.of(SimpleType.STRING), arguments -> {
            throw FunctionFailure.whole(arguments.text(0));
        }));
    }

    static CelMacro macro() {
        return CelMacro.newGlobalMacro(NAME, 1, (factory, target, arguments) -> {
            CelExpr reason = arguments.getFirst();
            boolean stands =
                    reason.getKind() == Kind.CONSTANT && reason.constant().getKind() == CelConstant.Kind.STRING_VALUE;
            return Optional.of(
                    stands
                            ? factory.newGlobalCall(CHECKED, reason)
                            : factory.reportError(CelIssue.formatError(
                                    factory.getSourceLocation(reason),
                                    "fail() needs its reason as a text that stands there: it is logged, and must hold"
                                            + " nothing of an event")));
        });
    }
}
