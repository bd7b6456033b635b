package dev.catchment.cli.segment;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Paths as mapping directives write them: {@code $.properties.products[0]['first name']}. */
final class PathSteps {
    /** A bracket is one only before a quote or a digit, or after one; otherwise it belongs to the name. */
    private static final Pattern BETWEEN = Pattern.compile("\\[(?=\"|'|\\d)|\\.|(?<=\"|'|\\d)]+");

    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,6}");

    private PathSteps() {}

    /** @param path with or without the leading {@code $.} */
    static List<String> ofDirective(String path) {
        return of(path.replaceFirst(Pattern.quote("$."), ""));
    }

    /** Of a placeholder, whose path has no leading {@code $.}. */
    static List<String> of(String path) {
        if (path.isEmpty() || path.equals(".")) {
            return List.of();
        }
        return Arrays.stream(BETWEEN.split(path))
                .filter(step -> !step.isEmpty())
                .map(step -> step.replaceAll("['\"]", ""))
                .toList();
    }

    static boolean isIndex(String step) {
        return INDEX.matcher(step).matches();
    }
}
