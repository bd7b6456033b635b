package dev.catchment.compile;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import dev.catchment.contract.plan.TypeDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The destination types there are. A type is the resource of its name; an earlier version of it that is still served is
 * the resource {@code <type>-v<version>}.
 */
final class TypeIndex {

    private final TypeChecker checker;
    private final Compilation plan;

    TypeIndex(TypeChecker checker, Compilation plan) {
        this.checker = checker;
        this.plan = plan;
    }

    /**
     * A type as a destination uses it.
     *
     * @param revision of the document
     * @param earlier the same, where {@code <type>-v<version>} is the resource's name: as the type's
     */
    record Found(
            TypeDocument document,
            String revision,
            DestinationTypeSpec spec,
            @Nullable Found earlier) {
        /** Each is made once for its resource, and is the same for all who find it. */
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    void add(DestinationType type) {
        ResourceId id = ResourceId.of(type);
        Checked<DestinationType> checked = Checked.of(type, DestinationType.class);
        plan.report(id, checked.diagnostics());
        if (!checked.valid()) {
            return;
        }
        DestinationTypeSpec spec = checked.resource().getSpec();
        String suffix = "-v" + spec.version();
        Found earlier = id.name().endsWith(suffix)
                ? found(id.name().substring(0, id.name().length() - suffix.length()), spec, null)
                : null;
        Found own = found(id.name(), spec, earlier);
        List<Diagnostic> found = checker.checkType(own.document()).stream()
                .map(problem -> Diagnostic.notAccepted(
                        DiagnosticReason.INVALID_SPEC, Paths.under("spec", problem.path()), problem.message()))
                .toList();
        plan.report(id, found);
        if (found.isEmpty()) {
            plan.accept(id.name(), own);
        }
    }

    /** Whether there is such a resource, good or not. */
    boolean exists(String type) {
        return plan.known(new ResourceId("DestinationType", type));
    }

    Optional<Found> find(String type, @Nullable String version) {
        return plan.ask(new Question.Type(type, version));
    }

    static Optional<Found> find(Map<String, Found> accepted, String type, @Nullable String version) {
        Found current = accepted.get(type);
        if (current != null && (version == null || version.equals(current.spec().version()))) {
            return Optional.of(current);
        }
        Found earlier = version == null ? null : accepted.get(type + "-v" + version);
        return earlier == null || !earlier.spec().version().equals(version)
                ? Optional.empty()
                : Optional.ofNullable(earlier.earlier());
    }

    /** The names of all types that can be used, for messages. */
    String known() {
        List<String> names = plan.ask(new Question.Types());
        return names.isEmpty() ? "none is" : String.join(", ", names);
    }

    private static Found found(String type, DestinationTypeSpec spec, @Nullable Found earlier) {
        TypeDocument document = TypeDocuments.of(type, spec);
        return new Found(document, document.revision(), spec, earlier);
    }
}
