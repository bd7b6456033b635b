package dev.catchment.cli;

import dev.catchment.api.file.Place;
import dev.catchment.api.file.WrittenText;
import dev.catchment.api.file.YamlDocument;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in its file a problem is. One inside an expression begins with the line and column in the expression, which
 * {@link dev.catchment.condition.ExpressionException} promises; a mapping names the expression before it. Both become a
 * place in the file, through whatever quotes, folding and indentation the expression is written with. If that cannot be
 * told, the message keeps its position, and the place is that of the whole value.
 */
record ExpressionPlace(Place place, String message) {
    private static final Pattern POSITION =
            Pattern.compile("(?s)(?:\\$\\{(?<expression>.*?)}: )?(?<line>\\d+):(?<column>\\d+): (?<problem>.*)");

    /** @param path of the value in which the problem is, or of the condition around it */
    static ExpressionPlace of(YamlDocument document, String path, String message) {
        Optional<WrittenText> text = text(document, path);
        if (text.isPresent()) {
            Matcher position = POSITION.matcher(message);
            String whole = text.get().value() + ": ";
            if (!position.matches() && message.startsWith(whole)) {
                position = POSITION.matcher(message.substring(whole.length()));
            }
            Optional<Place> exact = position.matches() ? place(text.get(), position) : Optional.empty();
            if (exact.isPresent()) {
                return new ExpressionPlace(exact.get(), position.group("problem"));
            }
        }
        return new ExpressionPlace(document.place(path), message);
    }

    private static Optional<WrittenText> text(YamlDocument document, String path) {
        return document.text(path).or(() -> document.text(path + ".cel")).or(() -> document.text(path + ".fql"));
    }

    private static Optional<Place> place(WrittenText text, Matcher position) {
        String expression = position.group("expression");
        int start = 0;
        if (expression != null && !text.value().equals(expression)) {
            start = text.value().indexOf("${" + expression + "}") + "${".length();
            if (start < "${".length()) {
                return Optional.empty();
            }
        }
        int line = Integer.parseInt(position.group("line"));
        for (int i = 1; i < line; i++) {
            start = text.value().indexOf('\n', start) + 1;
            if (start == 0) {
                return Optional.empty();
            }
        }
        int column = Integer.parseInt(position.group("column"));
        return text.at(text.value().codePointCount(0, start) + column - 1);
    }
}
