package dev.catchment.compile;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.IngestSettings;
import dev.catchment.contract.plan.SourceDocument;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Compiles the resources of one workspace into its plan. A pure function: equal input gives equal bytes, whatever its
 * order; nothing in it throws on account of a resource. What is wrong with one resource stops only that one: its last
 * good document stays in force.
 */
public final class PlanCompiler {

    private static final Comparator<HasMetadata> BY_NAME =
            Comparator.comparing(resource -> resource.getMetadata().getName());

    private final ExpressionChecker expressions;
    private final TypeChecker types;
    private final SpecTests tests = new SpecTests();

    public PlanCompiler(ExpressionChecker expressions, TypeChecker types) {
        this.expressions = Objects.requireNonNull(expressions);
        this.types = Objects.requireNonNull(types);
    }

    /** Compiles everything anew. */
    public CompiledPlan compile(PlanInput input) {
        return compile(input, new Memory());
    }

    /**
     * Compiles what changed; the result is the same.
     *
     * @param memory of this workspace, and of this compiler
     */
    public CompiledPlan compile(PlanInput input, Memory memory) {
        Members<Source> sources = Members.of(
                input,
                input.sources(),
                source -> source.getSpec() == null ? null : source.getSpec().workspaceRef(),
                source -> SourceDocument.KIND + "." + source.getMetadata().getName());
        Members<Filter> filters = Members.of(
                input,
                input.filters(),
                filter -> filter.getSpec() == null ? null : filter.getSpec().workspaceRef(),
                filter -> FilterDocument.KIND + "." + filter.getMetadata().getName());
        Members<Destination> destinations = Members.of(
                input,
                input.destinations(),
                destination -> destination.getSpec() == null
                        ? null
                        : destination.getSpec().workspaceRef(),
                destination -> DestinationDocument.key(destination.getMetadata().getName()));
        Compilation plan = new Compilation(input, memory);
        Selections sourceNames = plan.selections("Source", sources.all());
        Selections destinationNames = plan.selections("Destination", destinations.all());

        each(List.of(input.workspace()), plan, ws -> WorkspaceCompiler.compile(ws, plan), ws -> {
            plan.keep(IngestSettings.KEY);
            plan.keep(DeliverySettings.KEY);
        });
        TypeIndex index = new TypeIndex(types, plan);
        each(
                sorted(input.types()),
                plan,
                type -> {
                    if (plan.paused(ResourceId.of(type))) {
                        index.keep(type);
                    } else {
                        index.add(type);
                    }
                },
                type -> {});
        FilterCompiler filterCompiler = new FilterCompiler(expressions, tests, sourceNames, destinationNames, plan);
        filters.frozen().forEach(filterCompiler::keep);
        each(filters.live(), plan, filterCompiler::compile, filterCompiler::close);
        SourceCompiler sourceCompiler = new SourceCompiler(plan);
        sources.frozen().forEach(sourceCompiler::keep);
        each(
                oldestFirst(sources.live()),
                plan,
                sourceCompiler::compile,
                source -> plan.keep(
                        SourceDocument.KIND + "." + source.getMetadata().getName()));
        DestinationCompiler destinationCompiler = new DestinationCompiler(
                expressions, types, index, new DestinationTests(tests, sourceNames, plan), sourceNames, plan);
        destinations.frozen().forEach(destinationCompiler::keep);
        each(destinations.live(), plan, destinationCompiler::compile, destinationCompiler::keep);
        return plan.finish();
    }

    /** What is wrong with a type by itself, whoever uses it. */
    public List<Diagnostic> check(DestinationType type) {
        return TypeIndex.check(types, type);
    }

    /** A defect met on one resource must not take the others down; what was in force of it stays in force. */
    private static <T extends HasMetadata> void each(
            List<T> resources, Compilation plan, Consumer<T> compile, Consumer<T> keep) {
        for (T resource : resources) {
            try {
                plan.run(resource, () -> compile.accept(resource));
            } catch (RuntimeException | StackOverflowError e) {
                plan.report(
                        ResourceId.of(resource),
                        List.of(Diagnostic.notAccepted(
                                DiagnosticReason.INTERNAL_ERROR,
                                "",
                                "the compiler failed on this resource ("
                                        + e.getClass().getSimpleName()
                                        + "); please report it. What was in force stays in force")));
                keep.accept(resource);
            }
        }
    }

    static <T extends HasMetadata> List<T> sorted(List<T> resources) {
        return resources.stream().sorted(BY_NAME).toList();
    }

    /** Without a time of creation (in files) the names decide. */
    private static List<Source> oldestFirst(List<Source> sources) {
        return sources.stream()
                .sorted(Comparator.<Source, String>comparing(
                                source -> Objects.toString(source.getMetadata().getCreationTimestamp(), ""))
                        .thenComparing(BY_NAME))
                .toList();
    }
}
