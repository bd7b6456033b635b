package dev.catchment.compile;

import dev.catchment.contract.Secret;
import java.util.Map;
import java.util.TreeSet;

/** What may be said about the values in a Secret: never the values. */
final class SecretValues {
    /** What a byte that is no UTF-8 is read as. */
    private static final char REPLACEMENT = '\uFFFD';

    private SecretValues() {}

    /** The end of a message about a key that is not there. */
    static String has(Map<String, Secret> values) {
        return values.isEmpty() ? "; it is empty" : "; it has " + String.join(", ", new TreeSet<>(values.keySet()));
    }

    static boolean isNoText(String value) {
        return value.indexOf(REPLACEMENT) >= 0;
    }

    /** Whether a text of one line has a line break at its end, as files do, and nobody means it. */
    static boolean endsInStrayLineBreak(String value) {
        String line = value.strip();
        return (value.endsWith("\n") || value.endsWith("\r")) && line.indexOf('\n') < 0 && line.indexOf('\r') < 0;
    }
}
