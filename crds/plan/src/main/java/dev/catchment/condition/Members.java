package dev.catchment.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which members of a variable an expression names: of {@code config} those that a type declares may stand there, and a
 * slip of the pen is found before any event comes.
 */
final class Members {
    private static final Set<String> BY_KEY = Set.of("_[_]", "_[?_]", "_?._");

    private Members() {}

    /** @return empty if the variable is also used as a whole, or with a key that is computed */
    static Optional<Set<String>> of(CelAbstractSyntaxTree ast, String variable) {
        Set<String> members = new TreeSet<>();
        for (CelNavigableExpr use : uses(ast, variable)) {
            Optional<String> member = member(use);
            if (member.isEmpty()) {
                return Optional.empty();
            }
            members.add(member.get());
        }
        return Optional.of(Set.copyOf(members));
    }

    /** Where a member is read: the variable's first character, in code points. */
    static Optional<Integer> offset(CelAbstractSyntaxTree ast, String variable, String member) {
        return uses(ast, variable).stream()
                .filter(use -> member(use).filter(member::equals).isPresent())
                .map(use -> ast.getSource().getPositionsMap().get(use.id()))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static List<CelNavigableExpr> uses(CelAbstractSyntaxTree ast, String variable) {
        return CelNavigableAst.fromAst(ast)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == Kind.IDENT
                        && node.expr().ident().name().equals(variable)
                        && !isShadowed(node, variable))
                .toList();
    }

    private static Optional<String> member(CelNavigableExpr use) {
        return use.parent().flatMap(parent -> member(parent.expr(), use.id()));
    }

    private static Optional<String> member(CelExpr parent, long use) {
        return switch (parent.getKind()) {
            case SELECT -> Optional.of(parent.select().field());
            case CALL -> key(parent.call(), use);
            default -> Optional.empty();
        };
    }

    private static Optional<String> key(CelCall call, long use) {
        if (call.args().size() != 2 || call.args().getFirst().id() != use) {
            return Optional.empty();
        }
        CelExpr second = call.args().get(1);
        if (BY_KEY.contains(call.function())) {
            return text(second);
        }
        return call.function().equals(MaybeMissing.LOOK_UP)
                ? text(second.list().elements().getFirst())
                : Optional.empty();
    }

    private static Optional<String> text(CelExpr expression) {
        return expression.getKind() == Kind.CONSTANT && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expression.constant().stringValue())
                : Optional.empty();
    }

    /** Whether a comprehension around it declares the name for itself: {@code list.map(config, config.x)}. */
    private static boolean isShadowed(CelNavigableExpr use, String variable) {
        CelNavigableExpr child = use;
        Optional<CelNavigableExpr> parent = use.parent();
        while (parent.isPresent()) {
            CelNavigableExpr at = parent.get();
            if (at.getKind() == Kind.COMPREHENSION) {
                CelComprehension loop = at.expr().comprehension();
                boolean inside = child.id() != loop.iterRange().id();
                if (inside
                        && (loop.iterVar().equals(variable) || loop.iterVar2().equals(variable))) {
                    return true;
                }
            }
            child = at;
            parent = at.parent();
        }
        return false;
    }
}
