package dev.catchment.api.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * One document of a YAML file, with the place of each of its values.
 *
 * @param start where it begins
 * @param places path ({@code spec.mappings[0].when}) to the value's key, or to the element of a list
 * @param texts path to a text as it is written
 */
public record YamlDocument(Place start, ObjectNode json, Map<String, Place> places, Map<String, WrittenText> texts) {

    /** The place of the value at a path, or of the nearest one around it that is written in the file. */
    public Place place(String path) {
        String around = path;
        while (!around.isEmpty()) {
            Place place = places.get(around);
            if (place != null) {
                return place;
            }
            around = around.substring(0, Math.max(0, Math.max(around.lastIndexOf('.'), around.lastIndexOf('['))));
        }
        return start;
    }

    /** The text at a path as it is written; empty if none is. */
    public Optional<WrittenText> text(String path) {
        return Optional.ofNullable(texts.get(path));
    }
}
