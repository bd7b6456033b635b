package dev.catchment.compile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import dev.catchment.contract.plan.TypeDocument;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The destination types there are. A type is the resource of its name; an earlier version of it that is still served is
 * the resource {@code <type>-v<version>}.
 */
final class TypeIndex {

    private static final ObjectMapper MAPPER = ApiJson.mapper();

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
        List<Diagnostic> found = problems(checker, id.name(), spec);
        plan.report(id, found);
        Optional<Diagnostic> tooLarge = plan.tooLarge(found(id.name(), spec).document(), "spec");
        tooLarge.ifPresent(each -> plan.report(id, List.of(each)));
        if (found.isEmpty() && tooLarge.isEmpty()) {
            accepted.put(id.name(), spec);
        }
    }

    /** What is wrong with a type by itself. */
    static List<Diagnostic> check(TypeChecker checker, DestinationType type) {
        Checked<DestinationType> checked = Checked.of(type, DestinationType.class);
        return checked.valid()
                ? problems(
                        checker,
                        type.getMetadata().getName(),
                        checked.resource().getSpec())
                : checked.diagnostics();
    }

    private static List<Diagnostic> problems(TypeChecker checker, String name, DestinationTypeSpec spec) {
        return checker.checkType(found(name, spec).document()).stream()
                .map(problem -> Diagnostic.notAccepted(
                        DiagnosticReason.INVALID_SPEC, Paths.under("spec", problem.path()), problem.message()))
                .toList();
    }

    /**
     * A type that is paused: as it is in force, however it stands now. One that no destination uses is not in force, and
     * is taken as it stands.
     */
    void keep(DestinationType type) {
        ResourceId id = ResourceId.of(type);
        Optional<TypeDocument> former = plan.input().previous().values().stream()
                .filter(TypeDocument.class::isInstance)
                .map(TypeDocument.class::cast)
                .filter(document -> servedBy(document, id.name()))
                .findFirst();
        if (former.isEmpty()) {
            add(type);
            return;
        }
        try {
            accepted.put(id.name(), MAPPER.treeToValue(former.get().spec(), DestinationTypeSpec.class));
            plan.report(id, List.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that was compiled from a spec must be one", e);
        }
    }

    /** Whether a document comes from the resource of this name. */
    private boolean servedBy(TypeDocument document, String resource) {
        String earlier = document.name() + "-v" + document.version();
        return earlier.equals(resource)
                || (document.name().equals(resource)
                        && plan.input().types().stream()
                                .noneMatch(each -> each.getMetadata().getName().equals(earlier)));
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

    /** The versions of a type that can be used. */
    Set<String> versions(String type) {
        Set<String> versions = new TreeSet<>();
        accepted.forEach((name, spec) -> {
            if (name.equals(type) || name.equals(type + "-v" + spec.version())) {
                versions.add(spec.version());
            }
        });
        return versions;
    }

    Set<String> names() {
        return accepted.keySet();
    }

    /** The names of all types that can be used, for messages. */
    String known() {
        return accepted.isEmpty() ? "none is" : String.join(", ", accepted.keySet());
    }

    private static Found found(String type, DestinationTypeSpec spec) {
        return new Found(TypeDocuments.of(type, spec), spec);
    }
}
