package dev.catchment.compile;

import dev.catchment.api.v1alpha1.ResourceRef;
import dev.catchment.api.v1alpha1.ResourceSelector;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the compilation of one resource can ask about the rest. What it learns otherwise is not remembered with it, and
 * a change of that would be missed.
 */
sealed interface Question<T> {
    T answer(Compilation plan);

    /** One that only the labels of a kind's resources answer. */
    sealed interface OverLabels {
        String kind();
    }

    /** What of the plan that is being made lies under a key. */
    record Document(String key) implements Question<Optional<PlanDocument>> {
        @Override
        public Optional<PlanDocument> answer(Compilation plan) {
            return plan.documentNow(key);
        }
    }

    /** What of the plan in force lies under a key. */
    record Previous(String key) implements Question<Optional<PlanDocument>> {
        @Override
        public Optional<PlanDocument> answer(Compilation plan) {
            return plan.previousNow(key);
        }
    }

    record SecretNamed(String name) implements Question<Optional<Map<String, Secret>>> {
        @Override
        public Optional<Map<String, Secret>> answer(Compilation plan) {
            return plan.secretNow(name);
        }
    }

    record Known(ResourceId resource) implements Question<Boolean> {
        @Override
        public Boolean answer(Compilation plan) {
            return plan.knownNow(resource);
        }
    }

    record Accepted(ResourceId resource) implements Question<Boolean> {
        @Override
        public Boolean answer(Compilation plan) {
            return plan.acceptedNow(resource);
        }
    }

    record Type(String name, @Nullable String version) implements Question<Optional<TypeIndex.Found>> {
        @Override
        public Optional<TypeIndex.Found> answer(Compilation plan) {
            return TypeIndex.find(plan.typesNow(), name, version);
        }
    }

    /** The names of all types that can be used. */
    record Types() implements Question<List<String>> {
        @Override
        public List<String> answer(Compilation plan) {
            return List.copyOf(plan.typesNow().keySet());
        }
    }

    record Resolved(
            String kind, List<ResourceRef> refs, @Nullable ResourceSelector selector)
            implements Question<Selection>, OverLabels {
        @Override
        public Selection answer(Compilation plan) {
            return plan.labelsNow(kind).resolve(refs, selector);
        }
    }

    record Missing(String kind, List<ResourceRef> refs) implements Question<List<String>>, OverLabels {
        @Override
        public List<String> answer(Compilation plan) {
            return plan.labelsNow(kind).missing(refs);
        }
    }

    /** The first by name of those that are there and selected. */
    record First(String kind, Selection selection) implements Question<Optional<String>>, OverLabels {
        @Override
        public Optional<String> answer(Compilation plan) {
            return plan.labelsNow(kind).first(selection);
        }
    }

    /** The versions of a type that can be used. */
    record Versions(String type) implements Question<Set<String>> {
        @Override
        public Set<String> answer(Compilation plan) {
            return TypeIndex.versions(plan.typesNow(), type);
        }
    }

    /** Whether a case of a resource came out otherwise than expected. */
    record TestsFail(ResourceId resource) implements Question<Boolean> {
        @Override
        public Boolean answer(Compilation plan) {
            return plan.testsFailNow(resource);
        }
    }

    /** Names the filters that cover a destination, and what they say. */
    record Covering(String destination) implements Question<String> {
        @Override
        public String answer(Compilation plan) {
            return plan.coveringNow().revision(destination);
        }
    }

    record Paused(ResourceId resource) implements Question<Boolean> {
        @Override
        public Boolean answer(Compilation plan) {
            return plan.pausedNow(resource);
        }
    }

    /** What is in force of the type that a resource holds. */
    record FormerType(String resource) implements Question<Optional<TypeDocument>> {
        @Override
        public Optional<TypeDocument> answer(Compilation plan) {
            return plan.formerTypeNow(resource);
        }
    }

    record DocumentMaxBytes() implements Question<Long> {
        @Override
        public Long answer(Compilation plan) {
            return plan.documentMaxBytesNow();
        }
    }

    /** Whose a write key is: the first to ask has it. */
    record Owner(String sha256, String source) implements Question<String> {
        @Override
        public String answer(Compilation plan) {
            return plan.claimNow(sha256, source);
        }
    }

    record Seal() implements Question<Sealer> {
        @Override
        public Sealer answer(Compilation plan) {
            return plan.sealerNow();
        }
    }

    record Installed() implements Question<Installation> {
        @Override
        public Installation answer(Compilation plan) {
            return plan.installationNow();
        }
    }
}
