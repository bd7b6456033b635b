package dev.catchment.api.file;

import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * A text value and how it is written in its file: plain, quoted or as a block, with the escapes, foldings and
 * indentation that YAML takes out. Tells where a character of the value stands.
 */
public final class WrittenText {
    private static final Map<Integer, Integer> ESCAPES = Map.ofEntries(
            Map.entry((int) '0', 0),
            Map.entry((int) 'a', 0x07),
            Map.entry((int) 'b', 0x08),
            Map.entry((int) 't', 0x09),
            Map.entry((int) 'n', 0x0A),
            Map.entry((int) 'v', 0x0B),
            Map.entry((int) 'f', 0x0C),
            Map.entry((int) 'r', 0x0D),
            Map.entry((int) 'e', 0x1B),
            Map.entry((int) 'N', 0x85),
            Map.entry((int) '_', 0xA0),
            Map.entry((int) 'L', 0x2028),
            Map.entry((int) 'P', 0x2029));
    private static final Map<Integer, Integer> NUMERIC_ESCAPES = Map.of((int) 'x', 2, (int) 'u', 4, (int) 'U', 8);

    private final int[] file;
    private final Place start;
    private final int first;
    private final int end;
    private final ScalarStyle style;
    private final String value;

    /**
     * @param file all of it, in code points
     * @param first index of the scalar's first character, its quote or block indicator if it has one
     * @param end index behind its last character
     */
    WrittenText(int[] file, Place start, int first, int end, ScalarStyle style, String value) {
        this.file = file;
        this.start = start;
        this.first = first;
        this.end = end;
        this.style = style;
        this.value = value;
    }

    public String value() {
        return value;
    }

    /** Where the text begins: its quote or block indicator, if it has one. */
    public Place start() {
        return start;
    }

    /**
     * Where a character of the value stands.
     *
     * @param offset in code points of the value; its length is the end
     * @return empty if it cannot be told
     */
    public Optional<Place> at(int offset) {
        return new Walk().to(offset);
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    /**
     * Goes through value and file side by side. YAML changes only the blanks of a text, beside escapes and doubled
     * quotes: the other characters follow each other in the file as they do in the value.
     */
    private final class Walk {
        private int at = first;
        private int line = start.line();
        private int column = start.column();

        Optional<Place> to(int offset) {
            begin();
            int passed = 0;
            for (int c : (Iterable<Integer>) value.codePoints()::iterator) {
                if (!isBlank(c)) {
                    skipBlanks();
                }
                if (passed == offset) {
                    return Optional.of(here());
                }
                if (!isBlank(c)) {
                    if (decoded() != c) {
                        return Optional.empty();
                    }
                    advance(width());
                }
                passed++;
            }
            return passed == offset ? Optional.of(here()) : Optional.empty();
        }

        private void begin() {
            if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
                while (at < end && file[at] != '\n') {
                    advance(1);
                }
            } else if (style != ScalarStyle.PLAIN) {
                advance(1);
            }
        }

        private Place here() {
            return new Place(start.file(), line, column);
        }

        private void skipBlanks() {
            while (at < end && (isContinuation() || isBlank(decoded()))) {
                advance(isContinuation() ? 1 : width());
            }
        }

        /** A backslash at the end of a line: the line goes on in the next one. */
        private boolean isContinuation() {
            return isEscape() && (file[at + 1] == '\n' || file[at + 1] == '\r');
        }

        private boolean isEscape() {
            return style == ScalarStyle.DOUBLE_QUOTED && file[at] == '\\' && at + 1 < end;
        }

        /** The character that is written here; -1 behind the end. */
        private int decoded() {
            if (at >= end) {
                return -1;
            }
            if (!isEscape()) {
                return file[at];
            }
            int kind = file[at + 1];
            Integer digits = NUMERIC_ESCAPES.get(kind);
            if (digits == null) {
                return ESCAPES.getOrDefault(kind, kind);
            }
            return at + 2 + digits <= end ? Integer.parseUnsignedInt(new String(file, at + 2, digits), 16) : -1;
        }

        private int width() {
            if (isEscape()) {
                return 2 + NUMERIC_ESCAPES.getOrDefault(file[at + 1], 0);
            }
            return style == ScalarStyle.SINGLE_QUOTED && file[at] == '\'' ? 2 : 1;
        }

        private void advance(int characters) {
            for (int i = 0; i < characters && at < end; i++) {
                if (file[at++] == '\n') {
                    line++;
                    column = 1;
                } else {
                    column++;
                }
            }
        }
    }
}
