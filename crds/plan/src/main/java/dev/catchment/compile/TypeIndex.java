package dev.catchment.compile;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import dev.catchment.contract.plan.TypeDocument;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The destination types there are. A type is the resource of its name; an earlier version of it that is still served is
 * the resource {@code <type>-v<version>}.
 */
final class TypeIndex {

    private final TypeChecker checker;
    private final Compilation plan;
    private final TreeMap<String, DestinationTypeSpec> accepted = new TreeMap<>();

    TypeIndex(TypeChecker checker, Compilation plan) {
        this.checker = checker;
        this.plan = plan;
    }

    /** A type as a destination uses it. */
    record Found(TypeDocument document, DestinationTypeSpec spec) {}

    void add(DestinationType type) {
        ResourceId id = ResourceId.of(type);
        Checked<DestinationType> checked = Checked.of(type, DestinationType.class);
        plan.report(id, checked.diagnostics());
        if (!checked.valid()) {
            return;
        }
        DestinationTypeSpec spec = checked.resource().getSpec();
        List<Diagnostic> found = checker.checkType(found(id.name(), spec).document()).stream()
                .map(problem -> Diagnostic.notAccepted(
                        DiagnosticReason.INVALID_SPEC, Paths.under("spec", problem.path()), problem.message()))
                .toList();
        plan.report(id, found);
        Optional<Diagnostic> tooLarge = plan.tooLarge(found(id.name(), spec).document(), "spec");
        tooLarge.ifPresent(each -> plan.report(id, List.of(each)));
        if (found.isEmpty() && tooLarge.isEmpty()) {
            accepted.put(id.name(), spec);
        }
    }

    /** Whether there is such a resource, good or not. */
    boolean exists(String type) {
        return plan.known(new ResourceId("DestinationType", type));
    }

    Optional<Found> find(String type, @Nullable String version) {
        DestinationTypeSpec current = accepted.get(type);
        if (current != null && (version == null || version.equals(current.version()))) {
            return Optional.of(found(type, current));
        }
        DestinationTypeSpec earlier = version == null ? null : accepted.get(type + "-v" + version);
        return earlier != null && earlier.version().equals(version)
                ? Optional.of(found(type, earlier))
                : Optional.empty();
    }

    /** The names of all types that can be used, for messages. */
    String known() {
        return accepted.isEmpty() ? "none is" : String.join(", ", accepted.keySet());
    }

    private static Found found(String type, DestinationTypeSpec spec) {
        return new Found(TypeDocuments.of(type, spec), spec);
    }
}
