package dev.catchment.cli.segment;

import dev.catchment.cli.segment.CelWriter.Inexpressible;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a Liquid template: text, outputs with filters, {@code if} and {@code unless}, comments and raw text. */
final class LiquidReader {
    /** Segment's limit. */
    static final int MAX_LENGTH = 1000;

    private static final Pattern PIECE =
            Pattern.compile("\\{\\{(-?)(.*?)(-?)}}|\\{%(-?)\\s*(\\w*)(.*?)(-?)%}", Pattern.DOTALL);
    private static final Set<String> ENDS = Set.of("elsif", "else", "endif", "endunless");

    /** @param tag its name; empty for text and outputs */
    private record Piece(Kind kind, String tag, String text, boolean trimsBefore, boolean trimsAfter) {
        enum Kind {
            TEXT,
            OUTPUT,
            TAG
        }
    }

    private final List<Piece> pieces = new ArrayList<>();
    private final Payload payload;
    private int at;

    LiquidReader(String template, Payload payload) throws Inexpressible {
        this.payload = payload;
        cut(template);
    }

    Source read() throws Inexpressible {
        Source.Text text = new Source.Text(until(Set.of()));
        return text.parts().isEmpty()
                ? DirectiveReader.text("")
                : text.parts().size() == 1 && text.parts().getFirst() instanceof Source.Constant constant
                        ? constant
                        : text;
    }

    private void cut(String template) throws Inexpressible {
        Matcher matcher = PIECE.matcher(template);
        int from = 0;
        while (matcher.find(from)) {
            text(template.substring(from, matcher.start()));
            from = matcher.end();
            String tag = matcher.group(5);
            if (tag == null) {
                pieces.add(new Piece(
                        Piece.Kind.OUTPUT,
                        "",
                        matcher.group(2),
                        !matcher.group(1).isEmpty(),
                        !matcher.group(3).isEmpty()));
            } else if (tag.equals("raw") || tag.equals("comment")) {
                from = skip(template, tag, matcher);
            } else {
                pieces.add(new Piece(
                        Piece.Kind.TAG,
                        tag,
                        matcher.group(6),
                        !matcher.group(4).isEmpty(),
                        !matcher.group(7).isEmpty()));
            }
        }
        text(template.substring(from));
        for (Piece piece : pieces) {
            if (piece.kind() == Piece.Kind.TEXT
                    && (piece.text().contains("{{") || piece.text().contains("{%"))) {
                throw new Inexpressible("braces that are not closed");
            }
        }
    }

    private int skip(String template, String tag, Matcher opening) throws Inexpressible {
        Matcher end = Pattern.compile("\\{%-?\\s*end" + tag + "\\s*-?%}").matcher(template);
        if (!end.find(opening.end())
                || opening.group().contains("-")
                || end.group().contains("-")) {
            throw new Inexpressible("the tag " + tag + " without its end, or with the trimming of spaces");
        }
        if (tag.equals("raw")) {
            throw new Inexpressible("the tag raw");
        }
        return end.end();
    }

    private void text(String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(Piece.Kind.TEXT, "", text, false, false));
        }
    }

    /** Up to a tag that ends this part, which stays. */
    private List<Source> until(Set<String> ends) throws Inexpressible {
        List<Source> parts = new ArrayList<>();
        while (at < pieces.size()) {
            Piece piece = pieces.get(at);
            switch (piece.kind()) {
                case TEXT -> {
                    String text = trimmed(piece.text());
                    if (!text.isEmpty()) {
                        parts.add(DirectiveReader.text(text));
                    }
                    at++;
                }
                case OUTPUT -> {
                    parts.add(output(piece.text()));
                    at++;
                }
                case TAG -> {
                    if (ends.contains(piece.tag())) {
                        return parts;
                    }
                    if (ENDS.contains(piece.tag())) {
                        throw new Inexpressible("the tag " + piece.tag() + " where none may stand");
                    }
                    parts.add(choice(piece));
                }
            }
        }
        if (!ends.isEmpty()) {
            throw new Inexpressible("an if or unless without its end");
        }
        return parts;
    }

    private String trimmed(String text) {
        String left = at > 0 && pieces.get(at - 1).trimsAfter() ? text.stripLeading() : text;
        return at + 1 < pieces.size() && pieces.get(at + 1).trimsBefore() ? left.stripTrailing() : left;
    }

    private Source choice(Piece piece) throws Inexpressible {
        boolean unless = piece.tag().equals("unless");
        if (!unless && !piece.tag().equals("if") && !piece.tag().equals("elsif")) {
            throw new Inexpressible("the tag " + (piece.tag().isEmpty() ? "without a name" : piece.tag()));
        }
        String condition = LiquidCondition.read(piece.text(), payload);
        String end = unless ? "endunless" : "endif";
        at++;
        Source then = new Source.Text(until(Set.of("elsif", "else", end)));
        Source otherwise = DirectiveReader.text("");
        switch (pieces.get(at).tag()) {
            case "elsif" -> {
                if (unless) {
                    throw new Inexpressible("elsif in unless");
                }
                otherwise = choice(pieces.get(at));
                at--;
            }
            case "else" -> {
                at++;
                otherwise = new Source.Text(until(Set.of(end)));
            }
            default -> {}
        }
        at++;
        return unless ? new Source.Choice(condition, otherwise, then) : new Source.Choice(condition, then, otherwise);
    }

    private Source output(String text) throws Inexpressible {
        LiquidTokens tokens = new LiquidTokens(text);
        String word = tokens.next("a value");
        if (tokens.isEmpty() && !LiquidTokens.isText(word) && !LiquidTokens.isNumber(word) && !isWord(word)) {
            return LiquidValue.source(word, payload);
        }
        LiquidValue value = LiquidValue.of(word, payload);
        while (!tokens.isEmpty()) {
            if (!tokens.takes("|")) {
                throw new Inexpressible("\"" + tokens.peek() + "\" in an output");
            }
            String filter = tokens.next("a filter");
            List<LiquidValue> arguments = arguments(tokens);
            if (filter.equals("split")) {
                String which = tokens.takes("|") ? tokens.next("a filter") : "";
                if (!which.equals("first") && !which.equals("last")) {
                    throw new Inexpressible("split without first or last after it");
                }
                value = LiquidFilters.splitAnd(which, value, arguments);
            } else {
                value = LiquidFilters.apply(filter, value, arguments);
            }
        }
        return new Source.Computed(value.text());
    }

    private static boolean isWord(String word) {
        return Set.of("true", "false", "nil", "null", "empty", "blank").contains(word);
    }

    private List<LiquidValue> arguments(LiquidTokens tokens) throws Inexpressible {
        List<LiquidValue> arguments = new ArrayList<>();
        if (tokens.takes(":")) {
            do {
                arguments.add(LiquidValue.of(tokens.next("an argument"), payload));
            } while (tokens.takes(","));
        }
        return arguments;
    }
}
