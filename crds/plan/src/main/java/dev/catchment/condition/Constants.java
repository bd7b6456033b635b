package dev.catchment.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Optional;

/**
 * Checks what functions are given as constants: a pattern, a time's format or zone, a path. What is wrong with it is
 * known before any event comes.
 */
final class Constants {
    private Constants() {}

    static void check(CelAbstractSyntaxTree ast) throws ExpressionException {
        List<CelExpr> calls = CelNavigableAst.fromAst(ast)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == Kind.CALL)
                .map(node -> node.expr())
                .toList();
        for (CelExpr call : calls) {
            try {
                check(call.call());
            } catch (CelRuntimeException e) {
                throw refusal(ast, call, FunctionFailure.behind(e).orElse("an argument cannot be used"));
            }
        }
    }

    private static void check(CelExpr.CelCall call) {
        String function = call.function().startsWith("@") ? call.function().substring(1) : call.function();
        Arguments constants = new Arguments(
                function, call.args().stream().map(Constants::value).toArray());
        switch (function) {
            case "matches", "regexReplace" -> {
                if (isText(constants, 1)) {
                    PatternFunctions.pattern(constants, constants.text(1));
                }
            }
            case "formatTime" -> {
                if (isText(constants, 1)) {
                    TimeFunctions.formatter(constants);
                }
                if (isText(constants, 2)) {
                    TimeFunctions.zone(constants);
                }
            }
            case "get" -> {
                if (isText(constants, 1)) {
                    PathFunctions.steps(constants);
                }
            }
            default -> {}
        }
    }

    private static boolean isText(Arguments constants, int index) {
        return index < constants.count() && constants.value(index) instanceof String;
    }

    private static Object value(CelExpr argument) {
        return argument.getKind() == Kind.CONSTANT && argument.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? argument.constant().stringValue()
                : NullValue.NULL_VALUE;
    }

    private static ExpressionException refusal(CelAbstractSyntaxTree ast, CelExpr call, String problem) {
        int offset = Optional.ofNullable(ast.getSource().getPositionsMap().get(call.id()))
                .orElse(0);
        CelSourceLocation at = ast.getSource().getOffsetLocation(offset).orElse(CelSourceLocation.of(1, 0));
        return new ExpressionException(at.getLine(), at.getColumn() + 1, problem);
    }
}
