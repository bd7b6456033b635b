package dev.catchment.cli.segment;

import dev.catchment.cli.segment.CelWriter.Inexpressible;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Liquid's filters as CEL: those whose results are the same, or differ only as docs/import-segment.md says. */
final class LiquidFilters {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");
    /** How Java writes what strftime's letters stand for. */
    private static final Map<Character, String> TIMES = Map.ofEntries(
            Map.entry('Y', "yyyy"),
            Map.entry('y', "yy"),
            Map.entry('m', "MM"),
            Map.entry('d', "dd"),
            Map.entry('j', "DDD"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('L', "SSS"),
            Map.entry('p', "a"),
            Map.entry('B', "MMMM"),
            Map.entry('b', "MMM"),
            Map.entry('A', "EEEE"),
            Map.entry('a', "EEE"));

    private LiquidFilters() {}

    static LiquidValue apply(String filter, LiquidValue value, List<LiquidValue> arguments) throws Inexpressible {
        String text = value.text();
        return switch (filter) {
            case "append" ->
                text("(" + text + " + " + argument(filter, arguments, 0).text() + ")");
            case "prepend" -> text("(" + argument(filter, arguments, 0).text() + " + " + text + ")");
            case "upcase" -> text("upper(" + text + ")");
            case "downcase" -> text("lower(" + text + ")");
            case "capitalize" ->
                text("[" + text + "].map(t, t == '' ? t : upper(t.substring(0, 1)) + lower(t.substring(1)))[0]");
            case "strip" -> only(filter, arguments, 0, text("trim(" + text + ")"));
            case "remove" -> text("replaceAll(" + text + ", " + literal(filter, arguments, 0) + ", '')");
            case "replace" ->
                text("replaceAll(" + text + ", " + literal(filter, arguments, 0) + ", "
                        + argument(filter, arguments, 1).text() + ")");
            case "escape" -> text(escaped(text));
            case "url_encode" -> text("replaceAll(urlEncode(" + text + "), '%20', '+')");
            case "url_decode" -> text("replaceAll(urlDecode(" + text + "), '+', ' ')");
            case "truncate" -> text(truncated(text, arguments));
            case "slice" -> text(sliced(text, arguments));
            case "size" ->
                LiquidValue.ofNumber("[" + value.cel() + "].map(v, type(v) in [string, list] ? size(v) : 0)[0]");
            case "default" -> orElse(value, argument(filter, arguments, 0), arguments);
            case "json" ->
                only(filter, arguments, 0, text("[" + value.cel() + "].map(v, v == null ? '' : json(v))[0]"));
            case "join" -> joined(value, arguments);
            case "first" ->
                new LiquidValue(element(value, "l[0]"), "toText(coalesce(" + element(value, "l[0]") + ", ''))");
            case "last" ->
                new LiquidValue(
                        element(value, "l[size(l) - 1]"),
                        "toText(coalesce(" + element(value, "l[size(l) - 1]") + ", ''))");
            case "split" -> throw new Inexpressible("split without first or last after it");
            case "date" -> text(date(value, arguments));
            case "plus" ->
                number("(" + value.number() + " + "
                        + argument(filter, arguments, 0).number() + ")");
            case "minus" ->
                number("(" + value.number() + " - "
                        + argument(filter, arguments, 0).number() + ")");
            case "times" ->
                number("(" + value.number() + " * "
                        + argument(filter, arguments, 0).number() + ")");
            case "divided_by" -> number("(" + value.number() + " / " + divisor(filter, arguments) + ")");
            case "modulo" -> number(modulo(value.number(), divisor(filter, arguments)));
            case "round" -> number(rounded(value.number(), arguments));
            default -> throw new Inexpressible("the filter " + filter);
        };
    }

    /** {@code split: ','} followed by {@code first} or {@code last}. */
    static LiquidValue splitAnd(String which, LiquidValue value, List<LiquidValue> arguments) throws Inexpressible {
        String separator = literal("split", arguments, 0);
        // Empty texts at the end are not there in Liquid.
        return text(
                which.equals("first")
                        ? value.text() + ".split(" + separator + ")[0]"
                        : "[['']  + " + value.text() + ".split(" + separator
                                + ").filter(s, s != '')].map(l, l[size(l) - 1])[0]");
    }

    private static LiquidValue text(String cel) {
        return LiquidValue.ofText(cel);
    }

    private static LiquidValue number(String cel) {
        return LiquidValue.ofNumber(cel);
    }

    private static LiquidValue argument(String filter, List<LiquidValue> arguments, int index) throws Inexpressible {
        if (index >= arguments.size()) {
            throw new Inexpressible("the filter " + filter + " without its argument");
        }
        return arguments.get(index);
    }

    private static LiquidValue only(String filter, List<LiquidValue> arguments, int count, LiquidValue value)
            throws Inexpressible {
        if (arguments.size() > count) {
            throw new Inexpressible("the filter " + filter + " with so many arguments");
        }
        return value;
    }

    /** A text that is known now, and not empty. */
    private static String literal(String filter, List<LiquidValue> arguments, int index) throws Inexpressible {
        String text = argument(filter, arguments, index).text();
        if (!text.startsWith("'") || text.equals("''")) {
            throw new Inexpressible("the filter " + filter + " with a text that is empty or computed");
        }
        return text;
    }

    private static int integer(String filter, List<LiquidValue> arguments, int index, int otherwise)
            throws Inexpressible {
        if (index >= arguments.size()) {
            return otherwise;
        }
        String cel = arguments.get(index).cel();
        if (!INTEGER.matcher(cel).matches()) {
            throw new Inexpressible("the filter " + filter + " with something else than a whole number");
        }
        return Integer.parseInt(cel);
    }

    private static String divisor(String filter, List<LiquidValue> arguments) throws Inexpressible {
        LiquidValue divisor = argument(filter, only(filter, arguments), 0);
        if (!JsNumbers.isPlain(divisor.cel()) || JsNumbers.parse(divisor.cel()) == 0) {
            throw new Inexpressible("the filter " + filter + " with a divisor that is computed or 0");
        }
        return divisor.number();
    }

    private static List<LiquidValue> only(String filter, List<LiquidValue> arguments) throws Inexpressible {
        if (arguments.size() > 1) {
            throw new Inexpressible("the filter " + filter + " with so many arguments");
        }
        return arguments;
    }

    private static String modulo(String dividend, String divisor) {
        return "[" + dividend + "].map(n, n - " + divisor + " * double(int(n / " + divisor + ")))" + ".map(n, n + "
                + divisor + " - " + divisor + " * double(int((n + " + divisor + ") / " + divisor + ")))[0]";
    }

    private static String rounded(String number, List<LiquidValue> arguments) throws Inexpressible {
        int digits = integer("round", arguments, 0, 0);
        if (digits < 0 || digits > 9) {
            throw new Inexpressible("the filter round with " + digits + " digits");
        }
        return "round(" + number + ", " + digits + ")";
    }

    private static String escaped(String text) {
        String escaped = "replaceAll(" + text + ", '&', '&amp;')";
        for (String[] each :
                new String[][] {{"'<'", "'&lt;'"}, {"'>'", "'&gt;'"}, {"'\"'", "'&#34;'"}, {"'\\''", "'&#39;'"}}) {
            escaped = "replaceAll(" + escaped + ", " + each[0] + ", " + each[1] + ")";
        }
        return escaped;
    }

    private static String truncated(String text, List<LiquidValue> arguments) throws Inexpressible {
        int length = integer("truncate", arguments, 0, 50);
        String end = arguments.size() > 1 ? literal("truncate", arguments, 1) : "'...'";
        int rest = length - (end.length() - 2);
        if (rest < 0 || end.contains("\\")) {
            throw new Inexpressible("the filter truncate with less room than its end takes");
        }
        return "[" + text + "].map(t, size(t) <= " + length + " ? t : t.substring(0, " + rest + ") + " + end + ")[0]";
    }

    private static String sliced(String text, List<LiquidValue> arguments) throws Inexpressible {
        argument("slice", arguments, 0);
        int from = integer("slice", arguments, 0, 0);
        int length = integer("slice", arguments, 1, 1);
        if (length < 0) {
            return "''";
        }
        String begin = from < 0 ? "size(t) - " + -from : String.valueOf(from);
        String end = from < 0 ? "size(t) - " + -from + " + " + length : String.valueOf(from + (long) length);
        return "[" + text + "].map(t, " + begin + " < 0 || " + begin + " >= size(t) ? '' : t.substring(" + begin + ", "
                + end + " > size(t) ? size(t) : " + end + "))[0]";
    }

    private static LiquidValue orElse(LiquidValue value, LiquidValue otherwise, List<LiquidValue> arguments)
            throws Inexpressible {
        only("default", arguments);
        String isThere = "![null, '', false, []].exists(b, b == " + value.cel() + ")";
        return new LiquidValue(
                "(" + isThere + " ? dyn(" + value.cel() + ") : dyn(" + otherwise.cel() + "))",
                "(" + isThere + " ? " + value.text() + " : " + otherwise.text() + ")");
    }

    private static LiquidValue joined(LiquidValue value, List<LiquidValue> arguments) throws Inexpressible {
        String separator =
                arguments.isEmpty() ? "' '" : argument("join", arguments, 0).text();
        return text("join([" + value.cel()
                + "].map(v, type(v) == list ? v : v == null ? [] : [v])[0].map(e, toText(coalesce(e, ''))), "
                + separator + ")");
    }

    /** Of a list; a text is its own first and last. */
    private static String element(LiquidValue value, String element) {
        return "[" + value.cel() + "].map(l, type(l) == list ? (size(l) == 0 ? null : dyn(" + element + ")) : null)[0]";
    }

    private static String date(LiquidValue value, List<LiquidValue> arguments) throws Inexpressible {
        String format = LiquidTokens.isText(value.cel()) ? "" : literal("date", only("date", arguments), 0);
        if (format.isEmpty()) {
            throw new Inexpressible("the filter date on a fixed text such as 'now'");
        }
        String pattern = pattern(format.substring(1, format.length() - 1));
        return "[" + value.cel() + "].map(d, parseTime(d) == null ? toText(coalesce(d, '')) : formatTime(d, '" + pattern
                + "'))[0]";
    }

    /** The format as Java writes it, in a CEL text: letters that stand for themselves in quotes. */
    private static String pattern(String format) throws Inexpressible {
        StringBuilder pattern = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '\\' || (c == '%' && i + 1 == format.length())) {
                throw new Inexpressible("'" + c + "' in a date's format");
            }
            if (c != '%') {
                plain.append(c);
                continue;
            }
            String time = TIMES.get(format.charAt(++i));
            if (time == null) {
                throw new Inexpressible("%" + format.charAt(i) + " in a date's format");
            }
            pattern.append(quoted(plain)).append(time);
            plain.setLength(0);
        }
        return pattern.append(quoted(plain)).toString();
    }

    private static String quoted(StringBuilder plain) {
        return plain.chars().anyMatch(Character::isLetter) ? "\\'" + plain + "\\'" : plain.toString();
    }
}
