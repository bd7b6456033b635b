package dev.catchment.compile;

import dev.catchment.contract.plan.PlanDocument;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the compilation of one resource asked and brought forth.
 *
 * @param documents in the order in which they were put into the plan
 * @param type if it is a type that can be used
 * @param tests how its cases went, if they were run
 * @param kept whether its former version is in force
 */
record Remembered(
        Form form,
        List<Asked<?>> asked,
        List<PlanDocument> documents,
        List<Diagnostic> diagnostics,
        TypeIndex.@Nullable Found type,
        @Nullable List<TestResult> tests,
        boolean kept) {

    /** A question and the answer that it had. */
    record Asked<T>(Question<T> question, T answer) {
        boolean stands(Compilation plan) {
            return (question instanceof Question.OverLabels about && plan.labelsStand(about.kind()))
                    || question.answer(plan).equals(answer);
        }
    }

    boolean stands(HasMetadata resource, Compilation plan) {
        if (!form.is(resource)) {
            return false;
        }
        // what it claims is asked last, so that it claims nothing that it would not claim again
        for (Asked<?> each : asked) {
            if (!each.stands(plan)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Tells whether a resource is the one that was compiled, without keeping that one in memory.
     *
     * @param instance only of one that no cluster has numbered
     */
    private record Form(
            @Nullable String uid,
            @Nullable Long generation,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> annotations,
            @Nullable HasMetadata instance) {
        static Form of(HasMetadata resource) {
            ObjectMeta metadata = resource.getMetadata();
            boolean numbered = metadata.getUid() != null && metadata.getGeneration() != null;
            return new Form(
                    metadata.getUid(),
                    metadata.getGeneration(),
                    metadata.getLabels(),
                    metadata.getAnnotations(),
                    numbered ? null : resource);
        }

        boolean is(HasMetadata resource) {
            ObjectMeta metadata = resource.getMetadata();
            return instance == null
                    ? Objects.equals(uid, metadata.getUid())
                            && Objects.equals(generation, metadata.getGeneration())
                            && Objects.equals(labels, metadata.getLabels())
                            && Objects.equals(annotations, metadata.getAnnotations())
                    : instance == resource;
        }
    }

    /** Written while a resource is compiled. */
    static final class Recording {
        private final List<Asked<?>> asked = new ArrayList<>();
        private final List<PlanDocument> documents = new ArrayList<>();
        private final List<Diagnostic> diagnostics = new ArrayList<>();
        private TypeIndex.@Nullable Found type;
        private @Nullable List<TestResult> tests;
        private boolean kept;

        void asked(Asked<?> question) {
            asked.add(question);
        }

        void put(PlanDocument document) {
            documents.add(document);
        }

        void report(List<Diagnostic> found) {
            diagnostics.addAll(found);
        }

        void accept(TypeIndex.Found found) {
            type = found;
        }

        void tested(List<TestResult> results) {
            tests = results;
        }

        void keep() {
            kept = true;
        }

        Remembered of(HasMetadata resource) {
            return new Remembered(
                    Form.of(resource),
                    List.copyOf(asked),
                    List.copyOf(documents),
                    List.copyOf(diagnostics),
                    type,
                    tests,
                    kept);
        }
    }
}
