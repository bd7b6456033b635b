package dev.catchment.operator.plan;

import static dev.catchment.compile.ConditionType.TESTS_PASSED;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.compile.Checkers;
import dev.catchment.compile.Diagnostic;
import dev.catchment.compile.Installation;
import dev.catchment.compile.PlanCompiler;
import dev.catchment.compile.PlanInput;
import dev.catchment.compile.ResourceId;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.operator.Labels;
import dev.catchment.operator.hub.CompiledPlan;
import dev.catchment.operator.hub.Finding;
import dev.catchment.operator.hub.HubResources;
import dev.catchment.operator.hub.PlanCompilation;
import dev.catchment.operator.hub.ResourceKey;
import dev.catchment.operator.hub.ResourceKind;
import dev.catchment.operator.status.ConditionType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link PlanCompiler}, with its diagnostics as findings of conditions. */
public final class Compiler implements PlanCompilation {
    private final PlanCompiler compiler;
    private final Installation installation;
    private final @Nullable HubMemory memory;

    public Compiler(Installation installation) {
        this(installation, Checkers.compiler(), null);
    }

    private Compiler(Installation installation, PlanCompiler compiler, @Nullable HubMemory memory) {
        this.installation = installation;
        this.compiler = compiler;
        this.memory = memory;
    }

    @Override
    public Compiler remembering() {
        return new Compiler(installation, compiler, new HubMemory());
    }

    @Override
    public CompiledPlan compile(
            HubResources resources, byte[] workspaceKey, Map<String, PlanDocument> previous, long documentMaxBytes) {
        HubMemory last = memory == null ? new HubMemory() : memory;
        dev.catchment.compile.CompiledPlan plan = compiler.compile(
                new PlanInput(
                        resources.workspace(),
                        resources.sources(),
                        resources.destinations(),
                        resources.filters(),
                        resources.types(),
                        last.texts(resources.secrets()),
                        previous,
                        installation,
                        last.sealer(workspaceKey),
                        paused(resources),
                        documentMaxBytes),
                last.compiled());
        Map<ResourceKey, List<Finding>> findings = new HashMap<>();
        plan.diagnostics().forEach((resource, found) -> {
            List<Finding> all =
                    new ArrayList<>(found.stream().map(Compiler::finding).toList());
            InForce.instead(plan, resource).ifPresent(all::add);
            if (!all.isEmpty()) {
                findings.put(key(resource), all);
            }
        });
        return new CompiledPlan(List.copyOf(plan.all().values()), findings);
    }

    @Override
    public List<Finding> check(DestinationType type) {
        return compiler.check(type).stream().map(Compiler::finding).toList();
    }

    private static Set<ResourceId> paused(HubResources resources) {
        return Stream.of(resources.sources(), resources.destinations(), resources.filters(), resources.types())
                .flatMap(List::stream)
                .filter(Labels::paused)
                .map(ResourceId::of)
                .collect(Collectors.toSet());
    }

    private static Finding finding(Diagnostic diagnostic) {
        return new Finding(
                switch (diagnostic.condition()) {
                    case ACCEPTED -> ConditionType.ACCEPTED;
                    case RESOLVED_REFS -> ConditionType.RESOLVED_REFS;
                    case TESTS_PASSED -> ConditionType.TESTS_PASSED;
                    case PROGRAMMED -> ConditionType.PROGRAMMED;
                },
                diagnostic.fatal(),
                diagnostic.reason().text(),
                diagnostic.path().isEmpty() || saysTheyAreFine(diagnostic)
                        ? diagnostic.message()
                        : diagnostic.path() + ": " + diagnostic.message());
    }

    /** Of tests that pass, or wait, no place in the spec is to be named. */
    private static boolean saysTheyAreFine(Diagnostic diagnostic) {
        return !diagnostic.fatal() && diagnostic.condition() == TESTS_PASSED;
    }

    private static ResourceKey key(ResourceId resource) {
        return new ResourceKey(
                switch (resource.kind()) {
                    case "Workspace" -> ResourceKind.WORKSPACE;
                    case "Source" -> ResourceKind.SOURCE;
                    case "Destination" -> ResourceKind.DESTINATION;
                    case "Filter" -> ResourceKind.FILTER;
                    case "DestinationType" -> ResourceKind.DESTINATION_TYPE;
                    default -> throw new IllegalStateException("the compiler names a kind of its own: " + resource);
                },
                resource.name());
    }
}
