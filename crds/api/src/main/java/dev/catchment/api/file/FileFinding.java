package dev.catchment.api.file;

/**
 * One thing a file has wrong.
 *
 * @param path where inside the document, such as {@code spec.when}; empty: the document as a whole
 */
public record FileFinding(Place place, String path, String message) {
    @Override
    public String toString() {
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
