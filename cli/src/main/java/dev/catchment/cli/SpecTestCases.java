package dev.catchment.cli;

import dev.catchment.api.file.FileFinding;
import dev.catchment.api.file.LoadedResource;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationTest;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.FilterTest;
import dev.catchment.compile.CompiledPlan;
import dev.catchment.compile.ResourceId;
import dev.catchment.compile.TestResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Runs the cases that stand in the resources of a folder, as the operator runs them. */
final class SpecTestCases {
    private final Clock clock;
    private final Predicate<String> wanted;

    /** @param wanted which cases are run, by their names */
    SpecTestCases(Clock clock, Predicate<String> wanted) {
        this.clock = clock;
        this.wanted = wanted;
    }

    /** Results by file; files without such cases are left out. */
    List<CaseFileResult> run(Path path) throws IOException, CommandFailure {
        ResourceFolder read = ResourceFolder.read(path);
        Instant started = clock.instant();
        Map<Path, List<CaseResult>> byFile = new TreeMap<>();
        if (read.loaded().resources().stream()
                .anyMatch(each -> !names(each.resource()).isEmpty())) {
            ResourceFolder folder = MadeUpSecrets.in(read);
            CompiledFolder compiled = CompiledFolder.of(folder);
            for (LoadedResource each : read.loaded().resources()) {
                results(compiled, each).forEach(result -> byFile.computeIfAbsent(
                                each.document().start().file(), unused -> new ArrayList<>())
                        .add(result));
            }
        }
        Map<Path, List<Finding>> unread = unread(read);
        unread.keySet().forEach(file -> byFile.putIfAbsent(file, List.of()));
        return byFile.entrySet().stream()
                .map(file -> new CaseFileResult(
                        file.getKey(), unread.getOrDefault(file.getKey(), List.of()), file.getValue(), started))
                .toList();
    }

    /** A resource that cannot be read must not take its cases away unnoticed. */
    private static Map<Path, List<Finding>> unread(ResourceFolder folder) throws IOException {
        Map<Path, List<Finding>> findings = new TreeMap<>();
        for (FileFinding finding : folder.loaded().findings()) {
            Path file = finding.place().file();
            if (new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains("tests:")) {
                findings.computeIfAbsent(file, unused -> new ArrayList<>()).add(Finding.of(finding));
            }
        }
        return findings;
    }

    private List<CaseResult> results(CompiledFolder compiled, LoadedResource resource) {
        List<String> names = names(resource.resource());
        if (names.isEmpty()) {
            return List.of();
        }
        ResourceId id = ResourceId.of(resource.resource());
        CompiledPlan plan = compiled.plan(resource.resource());
        List<TestResult> ran = plan.tests().getOrDefault(id, List.of());
        List<CaseResult> results = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String path = "spec.tests[" + i + "]";
            if (wanted.test(names.get(i))) {
                String name = id.kind() + " " + id.name() + ": " + names.get(i);
                results.add(
                        i < ran.size()
                                ? new CaseResult(
                                        resource.document().place(path),
                                        name,
                                        ran.get(i).differences(),
                                        null,
                                        ran.get(i).took())
                                : new CaseResult(
                                        resource.document().place(path),
                                        name,
                                        List.of(),
                                        "it cannot be run until this is mended:\n" + why(compiled, resource),
                                        Duration.ZERO));
            }
        }
        return results;
    }

    private static String why(CompiledFolder compiled, LoadedResource resource) {
        return String.join(
                "\n",
                compiled.findings(resource.resource()).stream()
                        .map(Finding::toString)
                        .toList());
    }

    private static List<String> names(HasMetadata resource) {
        return switch (resource) {
            case Destination destination ->
                destination.getSpec().tests().stream()
                        .map(DestinationTest::name)
                        .toList();
            case Filter filter ->
                filter.getSpec().tests().stream().map(FilterTest::name).toList();
            default -> List.of();
        };
    }
}
