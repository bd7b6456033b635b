package dev.catchment.cli.segment;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Numbers as JavaScript reads and writes them. */
final class JsNumbers {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

    private JsNumbers() {}

    /** @return NaN if it is none */
    static double parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return 0;
        }
        return DECIMAL.matcher(trimmed).matches() ? Double.parseDouble(trimmed) : Double.NaN;
    }

    static String text(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        double size = Math.abs(number);
        if (number == 0) {
            return "0";
        }
        return size >= 1e-6 && size < 1e21
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : String.valueOf(number).replace("E-", "e-").replace("E", "e+").replace(".0e", "e");
    }

    static boolean isPlain(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /** As a CEL literal. */
    static String cel(double number) {
        return number == Math.rint(number) && Math.abs(number) < 0x1p53
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }
}
