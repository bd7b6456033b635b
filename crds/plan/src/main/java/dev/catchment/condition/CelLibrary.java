package dev.catchment.condition;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Catchment adds to CEL. Of CEL's own extensions: optionals, {@code base64.encode/decode},
 * loops over two variables ({@code transformMap} and the like), and of the strings
 * extension what makes nothing longer than its input. The rest are functions of our own, each described, with an
 * example that a test runs, in docs/mapping.md.
 */
final class CelLibrary {
    private static final Function[] STRINGS = {
        Function.CHAR_AT,
        Function.INDEX_OF,
        Function.LAST_INDEX_OF,
        Function.LOWER_ASCII,
        Function.SPLIT,
        Function.UPPER_ASCII
    };

    private static final List<LibraryFunction> FUNCTIONS = Stream.of(
                    MaybeMissing.functions(),
                    PathFunctions.functions(),
                    FailFunction.functions(),
                    TextFunctions.functions(),
                    PatternFunctions.functions(),
                    HashFunctions.functions(),
                    EncodingFunctions.functions(),
                    TimeFunctions.functions(),
                    ContactFunctions.functions(),
                    ListFunctions.functions(),
                    MapFunctions.functions(),
                    CastFunctions.functions())
            .flatMap(List::stream)
            .toList();

    /** Of CEL and its extensions, those that a user might have meant. */
    private static final List<String> OF_CEL = List.of(
            "has",
            "all",
            "exists",
            "exists_one",
            "map",
            "filter",
            "size",
            "contains",
            "startsWith",
            "endsWith",
            "matches",
            "int",
            "uint",
            "double",
            "string",
            "bytes",
            "bool",
            "type",
            "dyn",
            "timestamp",
            "duration",
            "getFullYear",
            "getMonth",
            "getDate",
            "getDayOfMonth",
            "getDayOfWeek",
            "getDayOfYear",
            "getHours",
            "getMinutes",
            "getSeconds",
            "getMilliseconds",
            "charAt",
            "indexOf",
            "lastIndexOf",
            "lowerAscii",
            "upperAscii",
            "split",
            "substring",
            "base64.encode",
            "base64.decode",
            "optional.of",
            "optional.none",
            "optional.ofNonZeroValue",
            "hasValue",
            "value",
            "or",
            "orValue",
            "optMap",
            "optFlatMap",
            "transformList",
            "transformMap",
            "transformMapEntry");

    private static final Set<String> SLOW = Stream.concat(
                    FUNCTIONS.stream().filter(LibraryFunction::slow).map(LibraryFunction::name),
                    Stream.of("split", "base64.encode"))
            .collect(Collectors.toUnmodifiableSet());

    private CelLibrary() {}

    static void addTo(CelBuilder builder, CelOptions options) {
        builder.addCompilerLibraries(
                        CelExtensions.optional(),
                        CelExtensions.encoders(options),
                        CelExtensions.strings(STRINGS),
                        CelExtensions.comprehensions())
                .addRuntimeLibraries(
                        CelExtensions.optional(),
                        CelExtensions.encoders(options),
                        CelExtensions.strings(STRINGS),
                        CelExtensions.comprehensions())
                .addMacros(PatternFunctions.macros())
                .addMacros(FailFunction.macro())
                .addMacros(
                        MaybeMissing.listMacro("coalesce"),
                        MaybeMissing.listMacro("merge"),
                        MaybeMissing.literalMacro("compact"));
        for (LibraryFunction function : FUNCTIONS) {
            builder.addFunctionBindings(function.bindings());
            if (function.lookUp() != null) {
                builder.addMacros(MaybeMissing.macro(function.name(), function.lookUp()));
            }
        }
        FUNCTIONS.stream()
                .collect(Collectors.groupingBy(LibraryFunction::name))
                .forEach((name, functions) -> builder.addFunctionDeclarations(declaration(name, functions)));
    }

    private static CelFunctionDecl declaration(String name, List<LibraryFunction> functions) {
        List<CelOverloadDecl> overloads = new ArrayList<>();
        functions.forEach(function -> overloads.addAll(function.overloads()));
        return CelFunctionDecl.newFunctionDeclaration(name, overloads);
    }

    /** The functions that Catchment adds; those of inner use, which no expression can spell, left out. */
    static List<LibraryFunction> added() {
        return FUNCTIONS.stream()
                .filter(function -> !function.name().startsWith("@"))
                .toList();
    }

    /** All names that an expression may call. */
    static Set<String> known() {
        Set<String> known = new TreeSet<>(OF_CEL);
        known.add(FailFunction.NAME);
        added().forEach(function -> known.add(function.name()));
        return known;
    }

    /** Whether it may make more of its input than that is long, or looks at all of a list. */
    static boolean isSlow(String function) {
        return SLOW.contains(function);
    }
}
