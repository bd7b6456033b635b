package dev.catchment.mapping;

import java.util.Locale;
import java.util.Set;

/** What may stand in a header (RFC 9110). Anything that could begin another header or request is refused. */
final class HeaderText {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    /** These belong to the connection and the framing of the message, which delivery decides. */
    private static final Set<String> RESERVED = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HeaderText() {}

    static void requireName(String name) throws MappingException {
        if (name.isEmpty() || !name.chars().allMatch(HeaderText::isTokenCharacter)) {
            throw new MappingException("headers", "a header's name must be letters, digits and " + TOKEN_MARKS);
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new MappingException("headers." + name, "cannot be set: it belongs to the connection");
        }
    }

    static void requireValue(String name, String value) throws MappingException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c > '~') {
                throw new MappingException(
                        "headers." + name, "may hold only printable ASCII; character " + (i + 1) + " is not");
            }
        }
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
