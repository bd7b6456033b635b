package dev.catchment.api.file;

import java.nio.file.Path;

/**
 * A line in a file.
 *
 * @param line from 1
 */
public record Place(Path file, int line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
