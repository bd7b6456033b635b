package dev.catchment.pipeline;

/**
 * Where a case came out otherwise than expected.
 *
 * @param path such as {@code expect[0].requests[0].body.total}
 * @param expected JSON, or words in brackets such as {@code (absent)}; cut if it is long
 * @param actual in the same form
 */
public record Difference(String path, String expected, String actual) {
    @Override
    public String toString() {
        return path + ": expected " + expected + ", got " + actual;
    }
}
