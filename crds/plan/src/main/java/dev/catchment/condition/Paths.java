package dev.catchment.condition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recognises {@code variable.key['key'].key}: expressions that only look something up. */
final class Paths {
    private Paths() {}

    /** @return variable and keys, or null if the expression is something else */
    static @Nullable List<String> ofExpression(CelExpr expression) {
        List<String> reversed = new ArrayList<>();
        CelExpr at = expression;
        while (at.getKind() != CelExpr.ExprKind.Kind.IDENT) {
            if (at.getKind() == CelExpr.ExprKind.Kind.SELECT && !at.select().testOnly()) {
                reversed.add(at.select().field());
                at = at.select().operand();
            } else if (at.getKind() == CelExpr.ExprKind.Kind.CALL && isIndexByText(at.call())) {
                reversed.add(at.call().args().get(1).constant().stringValue());
                at = at.call().args().get(0);
            } else {
                return null;
            }
        }
        reversed.add(at.ident().name());
        Collections.reverse(reversed);
        return List.copyOf(reversed);
    }

    private static boolean isIndexByText(CelExpr.CelCall call) {
        return call.function().equals("_[_]")
                && call.args().get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && call.args().get(1).constant().getKind() == CelConstant.Kind.STRING_VALUE;
    }
}
