package dev.catchment.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationListener;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.ConcatenatedListView;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one evaluation has left of {@link Limits#WORK}. Each step of it costs something, each text or container that a
 * step makes costs its size, and one that is only read a part of that, since whoever takes it looks through it. So
 * neither doubling texts in a chain of loops nor comparing large lists ten thousand times takes longer than a moment.
 */
final class Budget implements CelEvaluationListener {
    /** A step takes about as long as writing so many characters. */
    private static final int STEP = 16;
    /** Looking through so many characters takes about as long as writing one. */
    private static final int READ = 8;

    private static final ScopedValue<Budget> CURRENT = ScopedValue.newInstance();

    private final Set<Long> glancedAt;
    private long left = Limits.WORK;

    private Budget(Set<Long> glancedAt) {
        this.glancedAt = glancedAt;
    }

    /** @param glancedAt from {@link #glancedAt(CelAbstractSyntaxTree)} */
    static Object evaluate(CelRuntime.Program program, CelVariableResolver variables, Set<Long> glancedAt)
            throws CelEvaluationException {
        Budget budget = new Budget(glancedAt);
        return ScopedValue.where(CURRENT, budget).call(() -> program.trace(variables, budget));
    }

    /**
     * The parts of an expression whose value nobody looks through: something is selected from it, or a loop runs over
     * it, whose iterations cost by themselves.
     */
    static Set<Long> glancedAt(CelAbstractSyntaxTree ast) {
        Set<Long> ids = new HashSet<>();
        CelNavigableAst.fromAst(ast).getRoot().allNodes().forEach(node -> {
            CelExpr expression = node.expr();
            switch (node.getKind()) {
                case SELECT -> ids.add(expression.select().operand().id());
                case CALL -> {
                    if (MaybeMissing.isLookUp(expression.call())) {
                        ids.add(expression.call().args().getFirst().id());
                    }
                }
                case COMPREHENSION -> {
                    ids.add(expression.comprehension().iterRange().id());
                    ids.add(expression.comprehension().result().id());
                }
                default -> {}
            }
        });
        return Set.copyOf(ids);
    }

    /** For functions whose work is more than the size of their result. */
    static void spend(long work) {
        if (CURRENT.isBound()) {
            CURRENT.get().take(work);
        }
    }

    @Override
    public void callback(CelExpr expression, Object value) {
        Kind kind = expression.getKind();
        boolean makes = kind == Kind.LIST
                || kind == Kind.MAP
                || (kind == Kind.CALL && !MaybeMissing.isLookUp(expression.call()));
        take(STEP + (makes ? made(value) : read(expression, value)));
    }

    private long made(Object value) {
        long size =
                switch (value) {
                    case String text -> text.length();
                    // What a comprehension collects: its elements are paid for one by one.
                    case ConcatenatedListView<?> collected -> 0;
                    case Collection<?> list -> Sizes.of(list, Limits.SIZE);
                    case Map<?, ?> map -> Sizes.of(map, Limits.SIZE);
                    default -> 0;
                };
        if (size > Limits.SIZE) {
            throw FunctionFailure.of("this gives more than 1,000,000 characters");
        }
        return size;
    }

    private long read(CelExpr expression, Object value) {
        if (value instanceof String text) {
            return text.length() / READ;
        }
        boolean container = value instanceof List<?> || value instanceof Map<?, ?>;
        return container && !(value instanceof ConcatenatedListView<?>) && !glancedAt.contains(expression.id())
                ? Sizes.of(value, Limits.SIZE) / READ
                : 0;
    }

    private void take(long work) {
        left -= work;
        if (left < 0) {
            throw FunctionFailure.of(
                    "the expression is too much work for one event: its steps, and the texts and lists that it makes and"
                            + " looks through, amount to more than 10,000,000 characters");
        }
    }
}
