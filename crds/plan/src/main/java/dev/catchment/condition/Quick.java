package dev.catchment.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.stream.Stream;

/**
 * Recognises expressions without loops: each of their parts is evaluated at most once, and none of them looks at more
 * than one value of the event. Whatever runs over lists, matches patterns, writes JSON or makes long texts is none, and
 * is evaluated within a {@link Budget}.
 */
final class Quick {
    /** Each copies what those before it have put together. */
    private static final int MOST_CONCATENATIONS = 16;

    private Quick() {}

    static boolean is(CelAbstractSyntaxTree ast) {
        return allNodes(ast).allMatch(node -> isQuick(node.expr()))
                && allNodes(ast).filter(node -> isConcatenation(node.expr())).count() <= MOST_CONCATENATIONS;
    }

    private static Stream<CelNavigableExpr> allNodes(CelAbstractSyntaxTree ast) {
        return CelNavigableAst.fromAst(ast).getRoot().allNodes();
    }

    private static boolean isConcatenation(CelExpr expression) {
        return expression.getKind() == Kind.CALL && expression.call().function().equals("_+_");
    }

    private static boolean isQuick(CelExpr expression) {
        return switch (expression.getKind()) {
            case COMPREHENSION -> false;
            case CALL -> !CelLibrary.isSlow(expression.call().function());
            default -> true;
        };
    }
}
