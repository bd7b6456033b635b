package dev.catchment.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a query as leniently as browsers write it: what is no percent escape stands for itself, and bytes that are no
 * UTF-8 become U+FFFD.
 */
final class QueryString {
    private QueryString() {}

    /** @param value still encoded */
    record Parameter(String name, String value) {
        String decoded() {
            return decode(value, true);
        }
    }

    /** In the order in which they stand. */
    static List<Parameter> parse(String query) {
        List<Parameter> parameters = new ArrayList<>();
        int start = 0;
        while (start < query.length()) {
            int and = query.indexOf('&', start);
            int end = and < 0 ? query.length() : and;
            int equals = query.indexOf('=', start);
            if (start < end) {
                boolean value = equals >= 0 && equals < end;
                parameters.add(new Parameter(
                        decode(query.substring(start, value ? equals : end), true),
                        value ? query.substring(equals + 1, end) : ""));
            }
            start = end + 1;
        }
        return parameters;
    }

    static Optional<String> first(String query, String name) {
        return parse(query).stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .map(Parameter::decoded);
    }

    /** @param form whether a plus stands for a space */
    static String decode(String text, boolean form) {
        if (text.indexOf('%') < 0 && (!form || text.indexOf('+') < 0)) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(form && bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
