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

/**
 * One thing that is wrong in a folder, with its line.
 *
 * @param severity error: the resource would not be Accepted; warning: it would be, and something is missing or held
 * @param resource kind and name; empty: the document is not even that
 * @param path inside the resource; empty: the resource as a whole
 * @param reason one word for programs
 */
@JsonPropertyOrder({"file", "line", "severity", "resource", "path", "reason", "message"})
record Finding(String file, int line, Severity severity, String resource, String path, String reason, String message) {
    static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
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
                Severity.ERROR,
                "",
                finding.path(),
                "InvalidSpec",
                finding.message());
    }

    static Finding of(Diagnostic diagnostic, LoadedResource where) {
        var place = where.document().place(diagnostic.path());
        return new Finding(
                place.file().toString(),
                place.line(),
                diagnostic.condition() == ConditionType.ACCEPTED ? Severity.ERROR : Severity.WARNING,
                where.resource().getKind() + " "
                        + where.resource().getMetadata().getName(),
                diagnostic.path(),
                diagnostic.reason().text(),
                diagnostic.message());
    }

    /** About a folder as a whole. */
    static Finding of(Path folder, String reason, String message) {
        return new Finding(folder.toString(), 1, Severity.ERROR, "", "", reason, message);
    }

    @JsonIgnore
    boolean isError() {
        return severity == Severity.ERROR;
    }

    /** For people: {@code folder/file.yaml:12: error: Destination crm: spec.config.url: is required (InvalidConfig)}. */
    @Override
    public String toString() {
        return "%s:%d: %s: %s%s%s (%s)"
                .formatted(
                        file,
                        line,
                        severity,
                        resource.isEmpty() ? "" : resource + ": ",
                        path.isEmpty() ? "" : path + ": ",
                        message,
                        reason);
    }
}
