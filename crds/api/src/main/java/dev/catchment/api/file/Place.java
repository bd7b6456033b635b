package dev.catchment.api.file;

import java.nio.file.Path;

/**
 * A character in a file.
 *
 * @param line from 1
 * @param column from 1, in code points
 */
public record Place(Path file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
