package dev.catchment.cli;

/** Text as XML 1.0 can hold it: of control characters and half surrogate pairs there is no form, not even escaped. */
final class XmlText {
    private XmlText() {}

    /** What XML does not know is written as JSON writes it, such as {@code \u001b}. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isXml(c)) {
                safe.appendCodePoint(c);
            } else {
                safe.append("\\u%04x".formatted(c));
            }
        });
        return safe.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
