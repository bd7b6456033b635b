package dev.catchment.condition.fql;

import dev.catchment.condition.ConditionException;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern that has to fit a whole text, letter case and all: {@code *} any characters, also none and also slashes;
 * {@code ?} one character; {@code [abc]}, {@code [a-z]}, {@code [^a-z]} one of, or none of; {@code \x} the character x.
 * Within brackets {@code -} and {@code ]} need a backslash. A character is a code point.
 */
final class Glob {
    /** Characters compared for one text: enough for any pattern that is meant well, over in milliseconds. */
    static final int MAX_STEPS = 5_000_000;

    /** What stands between the stars. */
    private final List<List<One>> chunks;

    private Glob(List<List<One>> chunks) {
        this.chunks = List.copyOf(chunks);
    }

    /** One character of the text. */
    private sealed interface One {
        boolean takes(int c);
    }

    private enum Any implements One {
        ANY;

        @Override
        public boolean takes(int c) {
            return true;
        }
    }

    private record Exactly(int character) implements One {
        @Override
        public boolean takes(int c) {
            return c == character;
        }
    }

    private record Range(int from, int to) {}

    private record OneOf(boolean negated, List<Range> ranges) implements One {
        @Override
        public boolean takes(int c) {
            for (Range range : ranges) {
                if (range.from <= c && c <= range.to) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    static Glob compile(String pattern) throws BadPatternException {
        Reader reader = new Reader(pattern);
        List<List<One>> chunks = new ArrayList<>();
        List<One> chunk = new ArrayList<>();
        while (reader.more()) {
            int c = reader.take();
            if (c == '*') {
                if (chunks.isEmpty() || !chunk.isEmpty()) {
                    chunks.add(List.copyOf(chunk));
                    chunk.clear();
                }
            } else {
                chunk.add(
                        switch (c) {
                            case '?' -> Any.ANY;
                            case '[' -> reader.oneOf();
                            case '\\' -> new Exactly(reader.escaped());
                            default -> new Exactly(c);
                        });
            }
        }
        chunks.add(List.copyOf(chunk));
        return new Glob(chunks);
    }

    /** Whether each character of the text is looked at once at most. */
    boolean quick() {
        return chunks.size() <= 2;
    }

    /** @throws ConditionException if it takes too many steps */
    boolean matches(String text) throws ConditionException {
        int start = end(chunks.getFirst(), text, 0);
        if (chunks.size() == 1) {
            return start == text.length();
        }
        int end = start(chunks.getLast(), text, text.length());
        if (start < 0 || end < start) {
            return false;
        }
        long steps = 0;
        for (List<One> chunk : chunks.subList(1, chunks.size() - 1)) {
            int found = end(chunk, text, start);
            while (found < 0) {
                steps += chunk.size();
                if (steps > MAX_STEPS) {
                    throw ConditionException.of("match() takes more than " + MAX_STEPS + " steps on this text");
                } else if (start >= end) {
                    return false;
                }
                start += Character.charCount(text.codePointAt(start));
                found = end(chunk, text, start);
            }
            start = found;
        }
        return start <= end;
    }

    /** Where the chunk ends if it begins there; -1 if it does not fit. */
    private static int end(List<One> chunk, String text, int start) {
        int at = start;
        for (One one : chunk) {
            if (at == text.length()) {
                return -1;
            }
            int c = text.codePointAt(at);
            if (!one.takes(c)) {
                return -1;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    /** Where the chunk begins if it ends there; -1 if it does not fit. */
    private static int start(List<One> chunk, String text, int end) {
        int at = end;
        for (One one : chunk.reversed()) {
            if (at == 0) {
                return -1;
            }
            int c = text.codePointBefore(at);
            if (!one.takes(c)) {
                return -1;
            }
            at -= Character.charCount(c);
        }
        return at;
    }

    private static final class Reader {
        private final String pattern;
        private int at;

        Reader(String pattern) {
            this.pattern = pattern;
        }

        boolean more() {
            return at < pattern.length();
        }

        int take() {
            int c = pattern.codePointAt(at);
            at += Character.charCount(c);
            return c;
        }

        int escaped() throws BadPatternException {
            if (!more()) {
                throw new BadPatternException("it ends after a backslash");
            }
            return take();
        }

        OneOf oneOf() throws BadPatternException {
            boolean negated = accept('^');
            List<Range> ranges = new ArrayList<>();
            do {
                int from = inBrackets();
                ranges.add(new Range(from, accept('-') ? inBrackets() : from));
            } while (!accept(']'));
            return new OneOf(negated, ranges);
        }

        private int inBrackets() throws BadPatternException {
            if (!more()) {
                throw new BadPatternException("a [ has no closing ]");
            }
            int c = take();
            if (c == '-' || c == ']') {
                throw new BadPatternException("between [ and ], " + (char) c + " stands only after a backslash"
                        + (c == '-' ? " or between two characters" : " or at the end"));
            }
            return c == '\\' ? escaped() : c;
        }

        private boolean accept(char c) {
            boolean found = more() && pattern.charAt(at) == c;
            at += found ? 1 : 0;
            return found;
        }
    }
}
