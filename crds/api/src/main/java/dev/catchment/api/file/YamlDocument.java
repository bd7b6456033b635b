package dev.catchment.api.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;

/**
 * One document of a YAML file, with the line of each of its values.
 *
 * @param start its first line, from 1
 * @param lines path ({@code spec.mappings[0].when}) to line
 */
public record YamlDocument(Path file, int start, ObjectNode json, Map<String, Integer> lines) {

    /** The line of the value at a path, or of the nearest one around it that is written in the file. */
    public Place place(String path) {
        String around = path;
        while (!around.isEmpty()) {
            Integer line = lines.get(around);
            if (line != null) {
                return new Place(file, line);
            }
            around = around.substring(0, Math.max(0, Math.max(around.lastIndexOf('.'), around.lastIndexOf('['))));
        }
        return new Place(file, start);
    }
}
