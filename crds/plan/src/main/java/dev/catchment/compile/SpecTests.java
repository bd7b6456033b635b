package dev.catchment.compile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.filter.Filters;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.SecretMask;
import dev.catchment.mapping.TypeProgram;
import dev.catchment.pipeline.CaseFile;
import dev.catchment.pipeline.CaseProblem;
import dev.catchment.pipeline.DestinationPipeline;
import dev.catchment.pipeline.Difference;
import dev.catchment.pipeline.TestCase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Runs the cases in {@code spec.tests} on what the resources compile to. What came of them is remembered by the
 * revisions of everything that they depend on, because a plan of thousands is compiled again for each change of one.
 * Safe for many threads.
 */
final class SpecTests {

    private static final int MAX_REMEMBERED = 50_000;
    /** All cases of a resource together: they lie in the operator's memory. */
    private static final int MAX_BYTES = 128 * 1024;
    /** Of one case that are kept: nobody reads more. */
    private static final int MAX_DIFFERENCES = 20;

    private static final ObjectMapper MAPPER = ApiJson.mapper();

    private final Map<String, List<CaseProblem>> shapes = new ConcurrentHashMap<>();
    private final Map<String, List<TestResult>> results = new ConcurrentHashMap<>();

    /**
     * The cases of a resource.
     *
     * @param list as they are written
     * @param revision names their content
     */
    record Cases(JsonNode list, String revision, int bytes) {
        static Cases of(List<? extends Record> tests) {
            JsonNode list = MAPPER.valueToTree(tests);
            byte[] bytes = list.toString().getBytes(StandardCharsets.UTF_8);
            return new Cases(list, PlanDocument.revision(bytes), bytes.length);
        }
    }

    /** What is wrong with a Destination's cases themselves. */
    List<Diagnostic> malformedOfDestination(Cases cases) {
        return malformed(cases, "destination " + cases.revision(), () -> CaseFile.ofDestination(cases.list()));
    }

    /** What is wrong with a Filter's cases themselves. */
    List<Diagnostic> malformedOfFilter(Cases cases, boolean changesFields) {
        String key = "filter " + changesFields + " " + cases.revision();
        return malformed(cases, key, () -> CaseFile.ofFilter(cases.list(), changesFields));
    }

    private List<Diagnostic> malformed(Cases cases, String key, Supplier<CaseFile> read) {
        if (cases.bytes() > MAX_BYTES) {
            return List.of(Diagnostic.notAccepted(
                    DiagnosticReason.INVALID_SPEC,
                    "spec.tests",
                    "has " + cases.bytes() + " bytes of JSON and may have " + MAX_BYTES
                            + ": move cases into a *.test.yaml, which `catchment test` runs"));
        }
        List<CaseProblem> problems = remembered(shapes, key, () -> read.get().problems());
        return problems.stream()
                .map(problem -> Diagnostic.notAccepted(
                        DiagnosticReason.INVALID_SPEC, Paths.under("spec.tests", problem.path()), problem.message()))
                .toList();
    }

    /** Runs the well-formed cases of a Filter on its condition and action alone. */
    List<TestResult> ofFilter(Cases cases, FilterDocument filter, boolean changesFields) {
        FilterDocument alone = new FilterDocument(
                filter.name(), Selection.everything(), Selection.everything(), filter.when(), filter.action());
        return remembered(results, cases.revision() + " " + alone.revision(), () -> {
            Filters filters = Filters.of(List.of(alone));
            return run(CaseFile.ofFilter(cases.list(), changesFields), each -> each.run(filters), List.of());
        });
    }

    /**
     * Runs the well-formed cases of a Destination on what it compiles to, as if it were enabled.
     *
     * @param covering revision of the filters that cover it, to the filters themselves
     * @param source that the events come from unless a case names one
     */
    List<TestResult> ofDestination(
            Cases cases,
            DestinationDocument destination,
            TypeDocument type,
            Map<String, Secret> secrets,
            String covering,
            Supplier<Filters> filters,
            String source) {
        DestinationDocument tested = Documents.tested(destination);
        String key = String.join(" ", cases.revision(), tested.revision(), type.revision(), covering, source);
        return remembered(results, key, () -> {
            Filters compiled = filters.get();
            Set<String> signatures = signatureHeaders(type);
            Map<Integer, DestinationPipeline> byBatch = new HashMap<>();
            return run(
                    CaseFile.ofDestination(cases.list()),
                    each -> {
                        int batch = each.batch().orElse(tested.delivery().batchEvents());
                        DestinationPipeline pipeline = byBatch.computeIfAbsent(
                                batch, events -> pipeline(type, Documents.batched(tested, events), compiled, secrets));
                        return each.run(pipeline, source, secrets.values(), signatures);
                    },
                    secrets.values());
        });
    }

    /** A signature tells nothing to who reads a case, differs from stage to stage, and is made of a secret. */
    private static Set<String> signatureHeaders(TypeDocument type) {
        Set<String> names = new HashSet<>();
        for (JsonNode signatures : type.spec().findValues("signature")) {
            signatures.forEach(each -> each.path("headers").fieldNames().forEachRemaining(names::add));
        }
        return names;
    }

    private static DestinationPipeline pipeline(
            TypeDocument type, DestinationDocument destination, Filters filters, Map<String, Secret> secrets) {
        try {
            return DestinationPipeline.compile(TypeProgram.compile(type), destination, filters, secrets);
        } catch (MappingException e) {
            throw new IllegalStateException("type and destination were found to be good", e);
        }
    }

    @FunctionalInterface
    private interface Run {
        List<Difference> of(TestCase testCase);
    }

    private static List<TestResult> run(CaseFile cases, Run run, Collection<Secret> secrets) {
        SecretMask mask = SecretMask.of(secrets);
        List<TestResult> results = new ArrayList<>();
        for (TestCase each : cases.cases()) {
            long start = System.nanoTime();
            List<Difference> differences = run.of(each).stream()
                    .limit(MAX_DIFFERENCES)
                    .map(difference -> masked(difference, mask))
                    .toList();
            results.add(new TestResult(
                    "spec.tests" + each.path(), each.name(), differences, Duration.ofNanos(System.nanoTime() - start)));
        }
        return results;
    }

    /** A case may expect a secret as it is; what actually comes never shows it. */
    private static Difference masked(Difference difference, SecretMask mask) {
        String expected = mask.text(difference.expected());
        return expected.equals(difference.expected())
                ? new Difference(mask.text(difference.path()), expected, mask.text(difference.actual()))
                : new Difference(
                        mask.text(difference.path()),
                        expected,
                        mask.text(difference.actual()) + " (a secret must not be written here: it is shown as ***)");
    }

    private static <T> List<T> remembered(Map<String, List<T>> memory, String key, Supplier<List<T>> find) {
        List<T> known = memory.get(key);
        if (known == null) {
            known = List.copyOf(find.get());
            if (memory.size() >= MAX_REMEMBERED) {
                memory.clear();
            }
            memory.put(key, known);
        }
        return known;
    }

    /** What the results say of the condition TestsPassed. */
    static List<Diagnostic> diagnostics(List<TestResult> results) {
        List<Diagnostic> failed = results.stream()
                .filter(result -> !result.passed())
                .map(Diagnostic::testFailed)
                .toList();
        return failed.isEmpty()
                ? List.of(Diagnostic.tests(
                        DiagnosticReason.TESTS_PASSED,
                        results.size() == 1 ? "The case passes." : "All " + results.size() + " cases pass."))
                : failed;
    }
}
