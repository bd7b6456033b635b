package dev.catchment.cli;

import dev.catchment.api.file.FileFinding;
import dev.catchment.api.file.Place;
import dev.catchment.api.file.YamlDocument;
import dev.catchment.api.file.YamlFile;
import dev.catchment.pipeline.CaseFile;
import dev.catchment.pipeline.Difference;
import dev.catchment.pipeline.TestCase;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Runs the cases of files, each with what lies in the folder beside it, or above a folder for tests. */
final class CaseRunner {
    private final Clock clock;
    private final Predicate<String> wanted;

    /** @param wanted which cases are run, by their names */
    CaseRunner(Clock clock, Predicate<String> wanted) {
        this.clock = clock;
        this.wanted = wanted;
    }

    List<CaseFileResult> run(List<Path> files) throws IOException, CommandFailure {
        List<CaseFileResult> results = new ArrayList<>();
        Map<Path, CaseSubjects> folders = new HashMap<>();
        for (Path file : files) {
            Path folder = CaseFiles.subjects(file);
            CaseSubjects subjects = folders.get(folder);
            if (subjects == null) {
                subjects = CaseSubjects.in(folder);
                folders.put(folder, subjects);
            }
            results.add(run(file, subjects));
        }
        return results;
    }

    private CaseFileResult run(Path file, CaseSubjects subjects) throws IOException {
        Instant started = clock.instant();
        List<FileFinding> findings = new ArrayList<>();
        List<YamlDocument> documents = read(file, findings);
        if (findings.isEmpty() && documents.size() != 1) {
            findings.add(new FileFinding(
                    documents.isEmpty()
                            ? new Place(file, 1, 1)
                            : documents.get(1).start(),
                    "",
                    "must be one YAML document with `cases:`, but has " + (documents.isEmpty() ? "none" : "several")));
        }
        if (!findings.isEmpty()) {
            return broken(file, findings, started);
        }
        YamlDocument document = documents.getFirst();
        CaseFile cases = CaseFile.of(document.json());
        cases.problems()
                .forEach(problem -> findings.add(
                        new FileFinding(document.place(problem.path()), problem.path(), problem.message())));
        if (!findings.isEmpty()) {
            return broken(file, findings, started);
        }
        List<CaseResult> results = new ArrayList<>();
        for (TestCase each : cases.cases()) {
            if (wanted.test(each.name())) {
                results.add(run(file, document.place(each.path()), each, subjects));
            }
        }
        return new CaseFileResult(file, List.of(), results, started);
    }

    private static CaseFileResult broken(Path file, List<FileFinding> findings, Instant started) {
        List<Finding> shown =
                findings.stream().map(Finding::of).sorted(Finding.ORDER).toList();
        return new CaseFileResult(file, shown, List.of(), started);
    }

    private static List<YamlDocument> read(Path file, List<FileFinding> findings) throws IOException {
        try {
            return YamlFile.parse(file, Files.readString(file), findings);
        } catch (MalformedInputException e) {
            findings.add(new FileFinding(new Place(file, 1, 1), "", "is not UTF-8 text"));
            return List.of();
        }
    }

    private static CaseResult run(Path file, Place place, TestCase testCase, CaseSubjects subjects) throws IOException {
        long start = System.nanoTime();
        List<Difference> differences = List.of();
        String error = null;
        try {
            differences = subjects.run(file, testCase);
        } catch (CommandFailure e) {
            error = CommandFailure.sentence(e);
        }
        return new CaseResult(place, testCase.name(), differences, error, Duration.ofNanos(System.nanoTime() - start));
    }
}
