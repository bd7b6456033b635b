package dev.catchment.condition.fql;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers that stand in texts. */
final class Numbers {
    /** As long as a number in JSON may be, and with an exponent that is no trap. */
    private static final int MAX_LENGTH = 100;

    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,6})?");

    private Numbers() {}

    /** @return empty if it is no number, or an absurd one */
    static Optional<BigDecimal> read(String text) {
        boolean number = text.length() <= MAX_LENGTH && NUMBER.matcher(text).matches();
        return number ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
}
