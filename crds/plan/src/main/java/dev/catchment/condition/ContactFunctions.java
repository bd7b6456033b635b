package dev.catchment.condition;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Brings what identifies a person to one form, as tools ask for before it is hashed. What cannot be an address or a
 * number, and what is blank, gives null, so that nobody sends the hash of nothing.
 */
final class ContactFunctions {
    private static final CelType DYN = SimpleType.DYN;
    private static final CelType TEXT = SimpleType.STRING;
    private static final Pattern CALLING_CODE = Pattern.compile("\\+?[1-9][0-9]{0,2}");
    /** Of E.164. */
    private static final int MOST_DIGITS = 15;

    private static final int FEWEST_DIGITS = 7;
    private static final String NORTH_AMERICA = "1";

    private ContactFunctions() {}

    static List<LibraryFunction> functions() {
        return List.of(
                LibraryFunction.of("normalizeEmail", DYN, List.of(TEXT), arguments -> email(arguments.text(0))),
                LibraryFunction.of("normalizePhone", DYN, List.of(DYN, DYN), ContactFunctions::phone)
                        .optional(1),
                LibraryFunction.of("normalizeName", DYN, List.of(TEXT), arguments -> name(arguments.text(0))));
    }

    private static Object email(String text) {
        String email = text.strip().toLowerCase(Locale.ROOT);
        int at = email.indexOf('@');
        return at > 0 && at < email.length() - 1 ? email : NullValue.NULL_VALUE;
    }

    private static Object phone(Arguments arguments) {
        String callingCode = arguments.count() == 1 ? "" : callingCode(arguments);
        String digits = digits(digitsOrText(arguments));
        if (digits.startsWith("00")) {
            digits = "+" + digits.substring(2);
        } else if (!digits.isEmpty() && digits.charAt(0) != '+') {
            digits = international(digits, callingCode);
        }
        boolean fits = digits.length() > FEWEST_DIGITS
                && digits.length() <= MOST_DIGITS + 1
                && digits.charAt(1) != '0'
                && digits.lastIndexOf('+') == 0;
        return fits ? digits : NullValue.NULL_VALUE;
    }

    /** @return empty if it cannot be told */
    private static String international(String national, String callingCode) {
        boolean trunkZero = national.startsWith("0");
        if (callingCode.isEmpty()) {
            return trunkZero ? "" : "+" + national;
        }
        // Ten digits make a number in North America, and none begins with 1: eleven hold the calling code already.
        if (callingCode.equals(NORTH_AMERICA) && national.length() == 11 && national.startsWith(NORTH_AMERICA)) {
            return "+" + national;
        }
        return "+" + callingCode + (trunkZero ? national.substring(1) : national);
    }

    private static String digitsOrText(Arguments arguments) {
        return switch (arguments.value(0)) {
            case String text -> text;
            case Long number -> number.toString();
            case UnsignedLong number -> number.toString();
            default -> throw arguments.refusal(0, "a text");
        };
    }

    private static String callingCode(Arguments arguments) {
        String code = arguments.value(1) instanceof Long number ? number.toString() : arguments.text(1);
        if (!CALLING_CODE.matcher(code).matches()) {
            throw arguments.failure("needs a country's calling code such as '49' as argument 2");
        }
        return code.startsWith("+") ? code.substring(1) : code;
    }

    /** ASCII digits and plus signs, without what people write between them; empty if there is anything else. */
    private static String digits(String text) {
        StringBuilder digits = new StringBuilder();
        // +49 (0) 30: a zero that is dialled inside of the country only.
        for (int point : text.replace("(0)", "").codePoints().toArray()) {
            if (Character.isDigit(point)) {
                digits.append(Character.digit(point, 10));
            } else if (point == '+') {
                digits.append('+');
            } else if ("()-./".indexOf(point) < 0 && !Character.isSpaceChar(point) && !Character.isWhitespace(point)) {
                return "";
            }
        }
        return digits.toString();
    }

    private static Object name(String text) {
        StringBuilder name = new StringBuilder();
        boolean space = false;
        for (int point :
                Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().toArray()) {
            if (Character.isSpaceChar(point) || Character.isWhitespace(point)) {
                space = !name.isEmpty();
            } else if (isOfName(point)) {
                name.append(space ? " " : "").appendCodePoint(point);
                space = false;
            }
        }
        return name.isEmpty() ? NullValue.NULL_VALUE : name.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isOfName(int point) {
        int type = Character.getType(point);
        return Character.isLetterOrDigit(point)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
