package dev.catchment.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.catchment.api.file.FileFinding;
import dev.catchment.api.file.LoadedResource;
import dev.catchment.compile.ConditionType;
import dev.catchment.compile.Diagnostic;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;

/**
 * One thing that is wrong in a folder, with its place.
 *
 * @param severity error: the resource would not be Accepted, or fails its tests; warning: it would be, and something is missing or held
 * @param resource kind and name; empty: the document is not even that
 * @param path inside the resource; empty: the resource as a whole
 * @param reason one word for programs
 */
@JsonPropertyOrder({"file", "line", "column", "severity", "resource", "path", "reason", "message"})
record Finding(
        String file,
        int line,
        int column,
        Severity severity,
        String resource,
        String path,
        String reason,
        String message) {
    private static final Set<ConditionType> STOPPING = Set.of(ConditionType.ACCEPTED, ConditionType.TESTS_PASSED);

    static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparing(Finding::path)
            .thenComparing(Finding::message);

    enum Severity {
        ERROR,
        WARNING;

        @Override
        @JsonValue
        public String toString() {
            return this == ERROR ? "error" : "warning";
        }
    }

    static Finding of(FileFinding finding) {
        return new Finding(
                finding.place().file().toString(),
                finding.place().line(),
                finding.place().column(),
                Severity.ERROR,
                "",
                finding.path(),
                "InvalidSpec",
                finding.message());
    }

    static Finding of(Diagnostic diagnostic, LoadedResource where) {
        ExpressionPlace place = ExpressionPlace.of(where.document(), diagnostic.path(), diagnostic.message());
        return new Finding(
                place.place().file().toString(),
                place.place().line(),
                place.place().column(),
                diagnostic.fatal() && STOPPING.contains(diagnostic.condition()) ? Severity.ERROR : Severity.WARNING,
                where.resource().getKind() + " "
                        + where.resource().getMetadata().getName(),
                diagnostic.path(),
                diagnostic.reason().text(),
                place.message());
    }

    /** About a folder as a whole. */
    static Finding of(Path folder, String reason, String message) {
        return new Finding(folder.toString(), 1, 1, Severity.ERROR, "", "", reason, message);
    }

    @JsonIgnore
    boolean isError() {
        return severity == Severity.ERROR;
    }

    /** For people: {@code folder/file.yaml:12:5: error: Destination crm: spec.config.url: is required (InvalidConfig)}. */
    @Override
    public String toString() {
        return "%s:%d:%d: %s: %s%s%s (%s)"
                .formatted(
                        file,
                        line,
                        column,
                        severity,
                        resource.isEmpty() ? "" : resource + ": ",
                        path.isEmpty() ? "" : path + ": ",
                        message,
                        reason);
    }
}
