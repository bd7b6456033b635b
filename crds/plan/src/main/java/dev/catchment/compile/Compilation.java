package dev.catchment.compile;

import dev.catchment.contract.Plane;
import dev.catchment.contract.plan.PlanDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one run of the compiler has at hand and has brought forth so far. */
final class Compilation {

    private final PlanInput input;
    private final SortedMap<String, PlanDocument> documents = new TreeMap<>();
    private final SortedMap<ResourceId, List<Diagnostic>> diagnostics = new TreeMap<>();
    private final SortedMap<ResourceId, List<TestResult>> tests = new TreeMap<>();
    private final Set<ResourceId> kept = new HashSet<>();

    Compilation(PlanInput input) {
        this.input = input;
    }

    PlanInput input() {
        return input;
    }

    void put(PlanDocument document) {
        documents.put(document.key(), document);
    }

    /** What is to be said about a document that cannot be sent to the planes. */
    Optional<Diagnostic> tooLarge(PlanDocument document, String path) {
        int bytes = document.toJson().length;
        long most = input.documentMaxBytes();
        return bytes <= most
                ? Optional.empty()
                : Optional.of(Diagnostic.notAccepted(
                        DiagnosticReason.TOO_LARGE,
                        path,
                        "the planes would have to be sent " + bytes + " bytes of it, and NATS takes " + most
                                + " at most: make it smaller, or raise max_payload of the NATS servers"));
    }

    Optional<PlanDocument> document(String key) {
        return Optional.ofNullable(documents.get(key));
    }

    /** The document of the plan in force under a key, if it is of that kind. */
    <T extends PlanDocument> Optional<T> previous(String key, Class<T> kind) {
        return Optional.ofNullable(input.previous().get(key))
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    /** Keeps a document as it is in force, if there is one. */
    void keep(String key) {
        Optional.ofNullable(input.previous().get(key)).ifPresent(this::put);
    }

    /** What is in force of a resource that is not good is its former version. */
    void keeps(ResourceId resource) {
        kept.add(resource);
    }

    void report(ResourceId resource, List<Diagnostic> found) {
        diagnostics.computeIfAbsent(resource, id -> new ArrayList<>()).addAll(found);
    }

    /** Says how the cases of a resource went. */
    List<Diagnostic> tested(ResourceId resource, List<TestResult> results) {
        tests.put(resource, results);
        return SpecTests.diagnostics(results);
    }

    /** Every document of one kind so far, in the order of their keys. */
    <T extends PlanDocument> List<T> documents(Class<T> kind) {
        return documents.values().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Whether a case of a resource came out otherwise than expected. */
    boolean testsFail(ResourceId resource) {
        return tests.getOrDefault(resource, List.of()).stream().anyMatch(result -> !result.passed());
    }

    /** Whether the spec of a resource is valid; false too for one that was not looked at. */
    boolean accepted(ResourceId resource) {
        List<Diagnostic> found = diagnostics.get(resource);
        return found != null
                && found.stream().noneMatch(each -> each.fatal() && each.condition() == ConditionType.ACCEPTED);
    }

    boolean known(ResourceId resource) {
        return diagnostics.containsKey(resource);
    }

    CompiledPlan finish() {
        SortedMap<String, PlanDocument> ingest = new TreeMap<>();
        SortedMap<String, PlanDocument> delivery = new TreeMap<>();
        documents.forEach((key, document) -> (document.plane() == Plane.INGEST ? ingest : delivery).put(key, document));
        SortedMap<ResourceId, List<Diagnostic>> found = new TreeMap<>();
        diagnostics.forEach((resource, list) -> found.put(resource, List.copyOf(list)));
        return new CompiledPlan(ingest, delivery, found, tests, kept);
    }
}
