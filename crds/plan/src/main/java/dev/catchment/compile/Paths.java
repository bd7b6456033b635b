package dev.catchment.compile;

/** Paths into a resource: {@code spec.mappings[0].when}. */
final class Paths {
    private Paths() {}

    static String under(String outer, String inner) {
        return inner.isEmpty() ? outer : outer + (inner.startsWith("[") ? "" : ".") + inner;
    }
}
