package dev.catchment.compile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import dev.catchment.contract.plan.TypeDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        Found own = own(id.name(), spec);
        List<Diagnostic> found = problems(checker, own.document());
        plan.report(id, found);
        Optional<Diagnostic> tooLarge = plan.tooLarge(own.document(), "spec");
        tooLarge.ifPresent(each -> plan.report(id, List.of(each)));
        if (found.isEmpty() && tooLarge.isEmpty()) {
            plan.accept(id.name(), own);
        }
    }

    /** What is wrong with a type by itself. */
    static List<Diagnostic> check(TypeChecker checker, DestinationType type) {
        Checked<DestinationType> checked = Checked.of(type, DestinationType.class);
        return checked.valid()
                ? problems(
                        checker,
                        TypeDocuments.of(
                                type.getMetadata().getName(), checked.resource().getSpec()))
                : checked.diagnostics();
    }

    private static List<Diagnostic> problems(TypeChecker checker, TypeDocument document) {
        return checker.checkType(document).stream()
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
        Optional<TypeDocument> former = plan.formerType(id.name());
        if (former.isEmpty()) {
            add(type);
            return;
        }
        try {
            plan.accept(
                    id.name(), own(id.name(), MAPPER.treeToValue(former.get().spec(), DestinationTypeSpec.class)));
            plan.report(id, List.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that was compiled from a spec must be one", e);
        }
    }

    /**
     * Whether a document comes from a resource.
     *
     * @param resource its name
     * @param resources the names of all
     */
    static boolean holds(String resource, TypeDocument document, Set<String> resources) {
        String earlier = document.name() + "-v" + document.version();
        return earlier.equals(resource) || (document.name().equals(resource) && !resources.contains(earlier));
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

    /** The versions of a type that can be used. */
    Set<String> versions(String type) {
        return plan.ask(new Question.Versions(type));
    }

    static Set<String> versions(Map<String, Found> accepted, String type) {
        Set<String> versions = new TreeSet<>();
        accepted.forEach((name, found) -> {
            String version = found.spec().version();
            if (name.equals(type) || name.equals(type + "-v" + version)) {
                versions.add(version);
            }
        });
        return versions;
    }

    List<String> names() {
        return plan.ask(new Question.Types());
    }

    /** The names of all types that can be used, for messages. */
    String known() {
        List<String> names = names();
        return names.isEmpty() ? "none is" : String.join(", ", names);
    }

    private static Found own(String resource, DestinationTypeSpec spec) {
        String suffix = "-v" + spec.version();
        Found earlier = resource.endsWith(suffix)
                ? found(resource.substring(0, resource.length() - suffix.length()), spec, null)
                : null;
        return found(resource, spec, earlier);
    }

    private static Found found(String type, DestinationTypeSpec spec, @Nullable Found earlier) {
        TypeDocument document = TypeDocuments.of(type, spec);
        return new Found(document, document.revision(), spec, earlier);
    }
}
