package dev.catchment.condition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.catchment.contract.ContractJson;
import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions.Function;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What Catchment adds to CEL. Of CEL's own extensions: optionals, {@code base64.encode/decode}, and the strings
 * extension without the functions whose result can be the square of their input. Beside them:
 *
 * <ul>
 *   <li>{@code coalesce(a, b, …)}: the first that is there and not null, else null; an argument that is a path, such as
 *       {@code event.context.traits.email}, may be missing at any step
 *   <li>{@code lower(text)}, {@code upper(text)}: in the root locale, for all alphabets
 *   <li>{@code json(value)}: its JSON text
 *   <li>{@code hex(bytes)}: lower-case hexadecimal digits
 *   <li>{@code trimPrefix(text, prefix)}: without the prefix, if it has it
 * </ul>
 */
final class CelLibrary {
    static final String LOOK_UP = "@lookUp";
    private static final String FIRST = "@firstPresent";

    private CelLibrary() {}

    static void addTo(CelBuilder builder, CelOptions options) {
        Function[] strings = {
            Function.CHAR_AT, Function.INDEX_OF, Function.LAST_INDEX_OF, Function.LOWER_ASCII,
            Function.SPLIT, Function.SUBSTRING, Function.TRIM, Function.UPPER_ASCII
        };
        builder.addCompilerLibraries(
                        CelExtensions.optional(), CelExtensions.encoders(options), CelExtensions.strings(strings))
                .addRuntimeLibraries(
                        CelExtensions.optional(), CelExtensions.encoders(options), CelExtensions.strings(strings))
                .addMacros(CelMacro.newGlobalVarArgMacro("coalesce", CelLibrary::expandCoalesce));
        declare(builder, LOOK_UP, SimpleType.DYN, SimpleType.DYN, ListType.create(SimpleType.STRING));
        declare(builder, FIRST, SimpleType.DYN, ListType.create(SimpleType.DYN));
        declare(builder, "lower", SimpleType.STRING, SimpleType.STRING);
        declare(builder, "upper", SimpleType.STRING, SimpleType.STRING);
        declare(builder, "json", SimpleType.STRING, SimpleType.DYN);
        declare(builder, "hex", SimpleType.STRING, SimpleType.BYTES);
        declare(builder, "trimPrefix", SimpleType.STRING, SimpleType.STRING, SimpleType.STRING);
        builder.addFunctionBindings(
                CelFunctionBinding.from(LOOK_UP, Object.class, List.class, CelLibrary::lookUp),
                CelFunctionBinding.from(FIRST, List.class, CelLibrary::firstPresent),
                CelFunctionBinding.from("lower", String.class, text -> text.toLowerCase(Locale.ROOT)),
                CelFunctionBinding.from("upper", String.class, text -> text.toUpperCase(Locale.ROOT)),
                CelFunctionBinding.from("json", Object.class, CelLibrary::json),
                CelFunctionBinding.from(
                        "hex", CelByteString.class, bytes -> HexFormat.of().formatHex(bytes.toByteArray())),
                CelFunctionBinding.from(
                        "trimPrefix",
                        String.class,
                        String.class,
                        (text, prefix) -> text.startsWith(prefix) ? text.substring(prefix.length()) : text));
    }

    private static void declare(CelBuilder builder, String name, CelType result, CelType... arguments) {
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newGlobalOverload(name, result, List.of(arguments))));
    }

    private static Optional<CelExpr> expandCoalesce(
            CelMacroExprFactory factory, CelExpr target, ImmutableList<CelExpr> arguments) {
        ImmutableList.Builder<CelExpr> values = ImmutableList.builder();
        for (CelExpr argument : arguments) {
            List<String> path = Paths.ofExpression(argument);
            values.add(path == null || path.size() == 1 ? argument : lookUpCall(factory, path));
        }
        // The elements' types differ; dyn() keeps the checker from unifying them.
        List<CelExpr> elements = values.build().stream()
                .map(value -> factory.newGlobalCall("dyn", value))
                .toList();
        return Optional.of(factory.newGlobalCall(FIRST, factory.newList(elements)));
    }

    private static CelExpr lookUpCall(CelMacroExprFactory factory, List<String> path) {
        List<CelExpr> keys =
                path.stream().skip(1).map(factory::newStringLiteral).toList();
        return factory.newGlobalCall(LOOK_UP, factory.newIdentifier(path.getFirst()), factory.newList(keys));
    }

    private static Object lookUp(Object root, List<?> keys) {
        Object at = root;
        for (Object key : keys) {
            Object next = at instanceof Map<?, ?> map ? map.get(key) : null;
            if (next == null) {
                return NullValue.NULL_VALUE;
            }
            at = next;
        }
        return at;
    }

    private static Object firstPresent(List<?> values) {
        for (Object value : values) {
            Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            if (present != null && present != NullValue.NULL_VALUE) {
                return present;
            }
        }
        return NullValue.NULL_VALUE;
    }

    private static String json(Object value) throws CelEvaluationException {
        try {
            JsonNode node = JsonValues.toJson(value);
            return node == null ? "null" : ContractJson.EVENTS.writeValueAsString(node);
        } catch (ConditionException | JsonProcessingException e) {
            throw new CelEvaluationException("not JSON: " + e.getClass().getSimpleName());
        }
    }
}
