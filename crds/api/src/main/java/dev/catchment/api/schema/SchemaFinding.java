package dev.catchment.api.schema;

/**
 * One thing a resource has wrong.
 *
 * @param path where, such as {@code spec.mappings[0].when}; empty: the resource as a whole
 * @param message what, and what would be right
 */
public record SchemaFinding(String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
