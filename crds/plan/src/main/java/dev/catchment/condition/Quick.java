package dev.catchment.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import java.util.Set;

/**
 * Recognises expressions without loops: each of their parts is evaluated at most once, and none of them looks at more
 * than one value of the event. Whatever runs over lists, matches patterns or writes JSON is none.
 */
final class Quick {
    private static final Set<String> SLOW = Set.of("matches", "json", "split", "replace");

    private Quick() {}

    static boolean is(CelAbstractSyntaxTree ast) {
        return CelNavigableAst.fromAst(ast).getRoot().allNodes().allMatch(node -> isQuick(node.expr()));
    }

    private static boolean isQuick(CelExpr expression) {
        return switch (expression.getKind()) {
            case COMPREHENSION -> false;
            case CALL -> !SLOW.contains(expression.call().function());
            default -> true;
        };
    }
}
