package dev.catchment.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import java.util.Set;
import java.util.stream.Collectors;

/** The variables that an expression reads. Those of its own comprehensions are among them: they do no harm. */
final class References {
    private References() {}

    static Set<String> of(CelAbstractSyntaxTree ast) {
        return CelNavigableAst.fromAst(ast)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.IDENT)
                .map(node -> node.expr().ident().name())
                .collect(Collectors.toUnmodifiableSet());
    }
}
