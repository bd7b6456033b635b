package dev.catchment.compile;

import dev.catchment.contract.Plane;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Sealer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    private final SortedMap<String, TypeIndex.Found> types = new TreeMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Labels> labels = new HashMap<>();
    private final Map<ResourceId, Remembered> remembered = new HashMap<>();
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

    void report(ResourceId resource, List<Diagnostic> found) {
        diagnostics.computeIfAbsent(resource, id -> new ArrayList<>()).addAll(found);
        if (recording != null) {
            recording.report(found);
        }
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
        return found != null && found.stream().noneMatch(each -> each.condition() == ConditionType.ACCEPTED);
    }

    boolean knownNow(ResourceId resource) {
        return diagnostics.containsKey(resource);
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
        return new CompiledPlan(ingest, delivery, found);
    }
}
