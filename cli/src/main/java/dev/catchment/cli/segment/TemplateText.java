package dev.catchment.cli.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code Hello {{traits.name}}}: first all placeholders of three braces are replaced, then those of two. */
final class TemplateText {
    private static final Pattern THREE = Pattern.compile("\\{\\{\\{([^}]+)}}}");
    private static final Pattern TWO = Pattern.compile("\\{\\{([^}]+)}}");

    private TemplateText() {}

    static Source read(String template, Payload payload) {
        List<Source> parts = new ArrayList<>();
        for (Source part : split(THREE, template, payload)) {
            if (part instanceof Source.Constant text) {
                parts.addAll(split(TWO, text.value().textValue(), payload));
            } else {
                parts.add(part);
            }
        }
        return parts.isEmpty()
                ? DirectiveReader.text("")
                : parts.size() == 1 && parts.getFirst() instanceof Source.Constant constant
                        ? constant
                        : new Source.Text(parts);
    }

    private static List<Source> split(Pattern placeholder, String text, Payload payload) {
        List<Source> parts = new ArrayList<>();
        Matcher matcher = placeholder.matcher(text);
        int from = 0;
        while (matcher.find()) {
            addText(parts, text.substring(from, matcher.start()));
            parts.add(payload.at(PathSteps.of(matcher.group(1).strip())));
            from = matcher.end();
        }
        addText(parts, text.substring(from));
        return parts;
    }

    private static void addText(List<Source> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(DirectiveReader.text(text));
        }
    }
}
