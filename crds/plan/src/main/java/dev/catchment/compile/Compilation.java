package dev.catchment.compile;

import dev.catchment.contract.Plane;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.filter.Filters;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one run of the compiler has at hand and has brought forth so far. Compilers learn about anything but their own
 * resource through {@link #ask} only, so that what they found can be remembered with what they asked.
 */
final class Compilation {

    private final PlanInput input;
    private final Memory memory;
    private final SortedMap<String, PlanDocument> documents = new TreeMap<>();
    private final SortedMap<ResourceId, List<Diagnostic>> diagnostics = new TreeMap<>();
    private final SortedMap<ResourceId, List<TestResult>> tests = new TreeMap<>();
    private final Set<ResourceId> kept = new HashSet<>();
    private final SortedMap<String, TypeIndex.Found> types = new TreeMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Labels> labels = new HashMap<>();
    private final Map<ResourceId, Remembered> remembered = new HashMap<>();
    private @Nullable CoveringFilters covering;
    private Remembered.@Nullable Recording recording;

    Compilation(PlanInput input, Memory memory) {
        this.input = input;
        this.memory = memory;
    }

    /** Compiles one resource, or takes what came out last time if that would come out again. */
    void run(HasMetadata resource, Runnable compile) {
        ResourceId id = ResourceId.of(resource);
        Remembered last = memory.resources().get(id);
        if (last != null && last.stands(resource, this)) {
            last.documents().forEach(this::put);
            report(id, last.diagnostics());
            if (last.type() != null) {
                accept(id.name(), last.type());
            }
            if (last.tests() != null) {
                tests.put(id, last.tests());
            }
            if (last.kept()) {
                kept.add(id);
            }
            remembered.put(id, last);
            return;
        }
        Remembered.Recording now = new Remembered.Recording();
        recording = now;
        try {
            compile.run();
            remembered.put(id, now.of(resource));
        } finally {
            recording = null;
        }
    }

    <T> T ask(Question<T> question) {
        T answer = question.answer(this);
        if (recording != null) {
            recording.asked(new Remembered.Asked<>(question, answer));
        }
        return answer;
    }

    /** Makes references to resources of a kind, and selectors over them, resolvable. */
    Selections selections(String kind, Collection<? extends HasMetadata> resources) {
        Labels now = new Labels(resources);
        Labels before = memory.labels(kind);
        labels.put(kind, now.same(before) ? before : now);
        return new Selections(kind, this);
    }

    void put(PlanDocument document) {
        documents.put(document.key(), document);
        if (recording != null) {
            recording.put(document);
        }
    }

    /** A type that can be used. */
    void accept(String type, TypeIndex.Found found) {
        types.put(type, found);
        if (recording != null) {
            recording.accept(found);
        }
    }

    /** What is to be said about a document that cannot be sent to the planes. */
    Optional<Diagnostic> tooLarge(PlanDocument document, String path) {
        int bytes = document.toJson().length;
        long most = ask(new Question.DocumentMaxBytes());
        return bytes <= most
                ? Optional.empty()
                : Optional.of(Diagnostic.notAccepted(
                        DiagnosticReason.TOO_LARGE,
                        path,
                        "the planes would have to be sent " + bytes + " bytes of it, and NATS takes " + most
                                + " at most: make it smaller, or raise max_payload of the NATS servers"));
    }

    Optional<PlanDocument> document(String key) {
        return ask(new Question.Document(key));
    }

    /** The document of the plan in force under a key, if it is of that kind. */
    <T extends PlanDocument> Optional<T> previous(String key, Class<T> kind) {
        return ask(new Question.Previous(key)).filter(kind::isInstance).map(kind::cast);
    }

    /** Keeps a document as it is in force, if there is one. */
    void keep(String key) {
        ask(new Question.Previous(key)).ifPresent(this::put);
    }

    /** The values of a Secret by key; null if there is none. */
    @Nullable Map<String, Secret> secret(String name) {
        return ask(new Question.SecretNamed(name)).orElse(null);
    }

    Sealer sealer() {
        return ask(new Question.Seal());
    }

    Installation installation() {
        return ask(new Question.Installed());
    }

    /** What is in force of a resource that is not good is its former version. */
    void keeps(ResourceId resource) {
        kept.add(resource);
        if (recording != null) {
            recording.keep();
        }
    }

    void report(ResourceId resource, List<Diagnostic> found) {
        diagnostics.computeIfAbsent(resource, id -> new ArrayList<>()).addAll(found);
        if (recording != null) {
            recording.report(found);
        }
    }

    /** Says how the cases of a resource went. */
    List<Diagnostic> tested(ResourceId resource, List<TestResult> results) {
        tests.put(resource, results);
        if (recording != null) {
            recording.tested(results);
        }
        return SpecTests.diagnostics(results);
    }

    /** Whether a case of a resource came out otherwise than expected. */
    boolean testsFail(ResourceId resource) {
        return ask(new Question.TestsFail(resource));
    }

    /** Whether a resource stays as it is in force. */
    boolean paused(ResourceId resource) {
        return ask(new Question.Paused(resource));
    }

    /** What is in force of the type that a resource of this name holds. */
    Optional<TypeDocument> formerType(String resource) {
        return ask(new Question.FormerType(resource));
    }

    /** Names what covers a destination: another revision whenever that is another. All filters must be compiled. */
    String covering(String destination) {
        return ask(new Question.Covering(destination));
    }

    /** What covers a destination; depends on nothing but the revision of it. */
    Filters filtersOf(String destination) {
        return coveringNow().of(destination);
    }

    /** Whether the spec of a resource is valid; false too for one that was not looked at. */
    boolean accepted(ResourceId resource) {
        return ask(new Question.Accepted(resource));
    }

    boolean known(ResourceId resource) {
        return ask(new Question.Known(resource));
    }

    // What questions are answered from.

    Optional<PlanDocument> documentNow(String key) {
        return Optional.ofNullable(documents.get(key));
    }

    Optional<PlanDocument> previousNow(String key) {
        return Optional.ofNullable(input.previous().get(key));
    }

    Optional<Map<String, Secret>> secretNow(String name) {
        return Optional.ofNullable(input.secrets().get(name));
    }

    boolean acceptedNow(ResourceId resource) {
        List<Diagnostic> found = diagnostics.get(resource);
        return found != null
                && found.stream().noneMatch(each -> each.fatal() && each.condition() == ConditionType.ACCEPTED);
    }

    boolean knownNow(ResourceId resource) {
        return diagnostics.containsKey(resource);
    }

    boolean testsFailNow(ResourceId resource) {
        return tests.getOrDefault(resource, List.of()).stream().anyMatch(result -> !result.passed());
    }

    boolean pausedNow(ResourceId resource) {
        return input.paused().contains(resource);
    }

    long documentMaxBytesNow() {
        return input.documentMaxBytes();
    }

    CoveringFilters coveringNow() {
        CoveringFilters known = covering;
        if (known == null) {
            known = new CoveringFilters(documents.values().stream()
                    .filter(FilterDocument.class::isInstance)
                    .map(FilterDocument.class::cast)
                    .toList());
            covering = known;
        }
        return known;
    }

    Optional<TypeDocument> formerTypeNow(String resource) {
        Set<String> resources = new HashSet<>();
        input.types().forEach(type -> resources.add(type.getMetadata().getName()));
        return input.previous().values().stream()
                .filter(TypeDocument.class::isInstance)
                .map(TypeDocument.class::cast)
                .filter(document -> TypeIndex.holds(resource, document, resources))
                .findFirst();
    }

    SortedMap<String, TypeIndex.Found> typesNow() {
        return types;
    }

    Labels labelsNow(String kind) {
        return labels.getOrDefault(kind, Labels.NONE);
    }

    /** Whether the labels of a kind are those of the last compilation. */
    boolean labelsStand(String kind) {
        return labelsNow(kind) == memory.labels(kind);
    }

    String claimNow(String sha256, String source) {
        return Objects.requireNonNullElse(owners.putIfAbsent(sha256, source), source);
    }

    Sealer sealerNow() {
        return input.sealer();
    }

    Installation installationNow() {
        return input.installation();
    }

    CompiledPlan finish() {
        SortedMap<String, PlanDocument> ingest = new TreeMap<>();
        SortedMap<String, PlanDocument> delivery = new TreeMap<>();
        documents.forEach((key, document) -> (document.plane() == Plane.INGEST ? ingest : delivery).put(key, document));
        SortedMap<ResourceId, List<Diagnostic>> found = new TreeMap<>();
        diagnostics.forEach((resource, list) -> found.put(resource, List.copyOf(list)));
        memory.replace(remembered, labels);
        return new CompiledPlan(ingest, delivery, found, tests, kept);
    }
}
