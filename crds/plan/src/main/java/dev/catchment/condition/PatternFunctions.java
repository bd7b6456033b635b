package dev.catchment.condition;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelMacro;
import java.util.List;
import java.util.Optional;

/**
 * Functions with regular expressions of RE2, which take time in proportion to the text, times the size of the pattern
 * at worst. CEL's own {@code matches} compiles its pattern at every call; a macro puts this one in its place.
 */
final class PatternFunctions {
    private static final CelType TEXT = SimpleType.STRING;
    private static final String MATCHES = "@matches";
    /** At most characters of a text, most instructions of a pattern are idle. */
    private static final int IDLE = 2;
    /** Compiling takes about as long as looking through so many characters per instruction. */
    private static final int COMPILING = 100;

    private static final Cache<String, Pattern> PATTERNS =
            CacheBuilder.newBuilder().maximumSize(1_000).build();

    private PatternFunctions() {}

    static List<LibraryFunction> functions() {
        return List.of(
                LibraryFunction.of(MATCHES, SimpleType.BOOL, List.of(TEXT, TEXT), PatternFunctions::matches)
                        .takingNull()
                        .asSlow(),
                LibraryFunction.of("regexReplace", SimpleType.DYN, List.of(TEXT, TEXT, TEXT), PatternFunctions::replace)
                        .asSlow());
    }

    static List<CelMacro> macros() {
        return List.of(
                CelMacro.newReceiverMacro(
                        "matches",
                        1,
                        (factory, target, arguments) ->
                                Optional.of(factory.newGlobalCall(MATCHES, target, arguments.getFirst()))),
                CelMacro.newGlobalMacro(
                        "matches",
                        2,
                        (factory, target, arguments) -> Optional.of(factory.newGlobalCall(MATCHES, arguments))));
    }

    private static Object matches(Arguments arguments) {
        String text = arguments.text(0);
        Pattern pattern = pattern(arguments);
        spend(pattern, text);
        return pattern.matcher(text).find();
    }

    private static Object replace(Arguments arguments) {
        String text = arguments.text(0);
        Pattern pattern = pattern(arguments);
        String replacement = arguments.text(2);
        spend(pattern, text);
        Matcher matcher = pattern.matcher(text);
        StringBuilder replaced = new StringBuilder();
        try {
            while (matcher.find()) {
                matcher.appendReplacement(replaced, replacement);
                Limits.check(arguments, replaced.length());
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw arguments.failure("needs a replacement whose groups, such as $1, are in the pattern, as argument 3");
        }
        return Limits.text(arguments, matcher.appendTail(replaced));
    }

    private static void spend(Pattern pattern, String text) {
        Budget.spend(((long) text.length() + 1) * pattern.programSize() / IDLE);
    }

    private static Pattern pattern(Arguments arguments) {
        return pattern(arguments, arguments.text(1));
    }

    /** @param arguments whose function refuses a bad pattern */
    static Pattern pattern(Arguments arguments, String source) {
        Pattern known = PATTERNS.getIfPresent(source);
        if (known != null) {
            return known;
        }
        Pattern pattern = compile(arguments, source);
        PATTERNS.put(source, pattern);
        return pattern;
    }

    private static Pattern compile(Arguments arguments, String source) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(source);
        } catch (PatternSyntaxException e) {
            throw arguments.failure("needs a regular expression in RE2's syntax as argument 2");
        }
        if (pattern.programSize() > Limits.PATTERN) {
            throw arguments.failure("needs a smaller regular expression: its repetitions written out have more than "
                    + Limits.PATTERN + " instructions");
        }
        Budget.spend((long) pattern.programSize() * COMPILING);
        return pattern;
    }
}
