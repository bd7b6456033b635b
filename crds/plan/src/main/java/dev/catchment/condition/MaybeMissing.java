package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that may be missing. A path that stops in the middle is an error in CEL, and makes a whole mapped value
 * missing. Where a function is asked just that ({@code exists(event.context.ip)}), a macro turns paths among its
 * arguments into look-ups, which give an optional without a value instead.
 */
final class MaybeMissing {
    /** Gives CEL values. */
    static final String LOOK_UP = "@lookUp";
    /** Gives numbers as they are written, which only functions of this library take. */
    static final String LOOK_UP_WRITTEN = "@lookUpWritten";

    private static final Set<String> LOOK_UPS = Set.of(LOOK_UP, LOOK_UP_WRITTEN, "_[_]", "_[?_]", "_?._");

    private MaybeMissing() {}

    static List<LibraryFunction> functions() {
        List<CelType> parameters = List.of(SimpleType.DYN, ListType.create(SimpleType.DYN));
        return List.of(
                LibraryFunction.of(LOOK_UP, SimpleType.DYN, parameters, arguments -> find(arguments, false))
                        .takingNull(),
                LibraryFunction.of(LOOK_UP_WRITTEN, SimpleType.DYN, parameters, arguments -> find(arguments, true))
                        .takingNull());
    }

    /** Whether it only takes something out of its first argument. */
    static boolean isLookUp(CelCall call) {
        return LOOK_UPS.contains(call.function());
    }

    /** A macro for a function of some arguments, which looks them up with one of the functions above. */
    static CelMacro macro(String function, String lookUp) {
        return CelMacro.newGlobalVarArgMacro(
                function,
                (factory, target, arguments) -> Optional.of(factory.newGlobalCall(
                        function,
                        arguments.stream()
                                .map(argument -> lookUp(factory, argument, lookUp))
                                .toList())));
    }

    /** A macro for a function that gets its arguments, as many as there are, as one list. */
    static CelMacro listMacro(String function) {
        return CelMacro.newGlobalVarArgMacro(
                function,
                (factory, target, arguments) ->
                        Optional.of(factory.newGlobalCall(function, factory.newList(elements(factory, arguments)))));
    }

    /** A macro for a function of one list or map, in whose literals the elements may be missing too. */
    static CelMacro literalMacro(String function) {
        return CelMacro.newGlobalMacro(
                function,
                1,
                (factory, target, arguments) ->
                        Optional.of(factory.newGlobalCall(function, literal(factory, arguments.getFirst()))));
    }

    private static CelExpr literal(CelMacroExprFactory factory, CelExpr argument) {
        return switch (argument.getKind()) {
            case LIST ->
                argument.list().optionalIndices().isEmpty()
                        ? factory.newList(elements(factory, argument.list().elements()))
                        : argument;
            case MAP -> {
                List<CelExpr.CelMap.Entry> entries = new ArrayList<>();
                for (CelExpr.CelMap.Entry entry : argument.map().entries()) {
                    entries.add(
                            entry.optionalEntry()
                                    ? entry
                                    : factory.newMapEntry(entry.key(), dyn(factory, lookUp(factory, entry.value()))));
                }
                yield factory.newMap(entries);
            }
            default -> lookUp(factory, argument);
        };
    }

    /** The elements' types differ; dyn() keeps the checker from unifying them. */
    private static List<CelExpr> elements(CelMacroExprFactory factory, ImmutableList<CelExpr> arguments) {
        return arguments.stream()
                .map(argument -> dyn(factory, lookUp(factory, argument)))
                .toList();
    }

    private static CelExpr lookUp(CelMacroExprFactory factory, CelExpr argument) {
        return lookUp(factory, argument, LOOK_UP);
    }

    /** The argument itself, if it is no path. */
    private static CelExpr lookUp(CelMacroExprFactory factory, CelExpr argument, String function) {
        List<CelExpr> keys = new ArrayList<>();
        CelExpr at = argument;
        while (true) {
            if (at.getKind() == Kind.SELECT && !at.select().testOnly()) {
                keys.add(factory.newStringLiteral(at.select().field()));
                at = at.select().operand();
            } else if (at.getKind() == Kind.CALL && at.call().function().equals("_[_]")) {
                keys.add(key(factory, at.call().args().get(1)));
                at = at.call().args().getFirst();
            } else {
                break;
            }
        }
        Collections.reverse(keys);
        return keys.isEmpty() ? argument : factory.newGlobalCall(function, at, factory.newList(keys));
    }

    private static CelExpr key(CelMacroExprFactory factory, CelExpr key) {
        boolean text = key.getKind() == Kind.CONSTANT && key.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        return text ? key : dyn(factory, key);
    }

    private static CelExpr dyn(CelMacroExprFactory factory, CelExpr expression) {
        return factory.newGlobalCall("dyn", expression);
    }

    private static Object find(Arguments arguments, boolean written) {
        Object at = arguments.value(0);
        for (Object key : (List<?>) arguments.value(1)) {
            Object next = step(at, key);
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        if (!(at instanceof JsonNode node)) {
            return at;
        }
        boolean changes = node.isNumber() && (node.isBigDecimal() || !node.canConvertToLong());
        return written && changes ? node : JsonValues.toCel(node);
    }

    /** @return a CEL value or its JSON; null if there is none */
    static @Nullable Object step(Object at, Object key) {
        return switch (at) {
            case JsonObjectView view -> step(view.node(), key);
            case JsonArrayView view -> step(view.node(), key);
            case JsonNode node -> step(node, key);
            case Map<?, ?> map -> map.get(key);
            case List<?> list ->
                key instanceof Long index && index >= 0 && index < list.size() ? list.get(index.intValue()) : null;
            default -> null;
        };
    }

    private static @Nullable JsonNode step(JsonNode node, Object key) {
        return switch (key) {
            case String name -> node.get(name);
            case Long index -> node.isArray() && index >= 0 && index < node.size() ? node.get(index.intValue()) : null;
            default -> null;
        };
    }
}
