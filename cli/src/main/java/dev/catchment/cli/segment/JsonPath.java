package dev.catchment.cli.segment;

import java.util.regex.Pattern;

/** Names places in the file: {@code $.settings['api key']}. */
final class JsonPath {
    static final String ROOT = "$";
    private static final Pattern PLAIN = Pattern.compile("[@A-Za-z_$][A-Za-z0-9_$-]*");

    private JsonPath() {}

    static String member(String path, String name) {
        return PLAIN.matcher(name).matches() ? path + "." + name : path + "['" + name.replace("'", "\\'") + "']";
    }

    static String element(String path, int index) {
        return path + "[" + index + "]";
    }
}
