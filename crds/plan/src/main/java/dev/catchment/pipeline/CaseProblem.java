package dev.catchment.pipeline;

/**
 * What is wrong with a file of cases, or with a resource's {@code spec.tests}, itself.
 *
 * @param path such as {@code cases[0].expect[1].outcom}; empty: the file as a whole
 * @param message what, and what would be right
 */
public record CaseProblem(String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
