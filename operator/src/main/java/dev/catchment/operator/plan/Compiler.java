package dev.catchment.operator.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.compile.Checkers;
import dev.catchment.compile.Diagnostic;
import dev.catchment.compile.DiagnosticReason;
import dev.catchment.compile.Installation;
import dev.catchment.compile.PlanCompiler;
import dev.catchment.compile.PlanInput;
import dev.catchment.compile.ResourceId;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.operator.hub.CompiledPlan;
import dev.catchment.operator.hub.Finding;
import dev.catchment.operator.hub.HubResources;
import dev.catchment.operator.hub.PlanCompilation;
import dev.catchment.operator.hub.ResourceKey;
import dev.catchment.operator.hub.ResourceKind;
import dev.catchment.operator.status.ConditionType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link PlanCompiler}, with its diagnostics as findings of conditions. */
public final class Compiler implements PlanCompilation {
    private static final ObjectMapper MAPPER = ApiJson.mapper();

    private final Checkers checks;
    private final PlanCompiler compiler;
    private final Installation installation;
    private final @Nullable HubMemory memory;

    public Compiler(Installation installation) {
        this(installation, new Checkers(), null);
    }

    private Compiler(Installation installation, Checkers checks, @Nullable HubMemory memory) {
        this.installation = installation;
        this.checks = checks;
        this.compiler = new PlanCompiler(checks, checks);
        this.memory = memory;
    }

    @Override
    public Compiler remembering() {
        return new Compiler(installation, checks, new HubMemory());
    }

    @Override
    public CompiledPlan compile(HubResources resources, byte[] workspaceKey, Map<String, PlanDocument> previous) {
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
                        last.sealer(workspaceKey)),
                last.compiled());
        Map<ResourceKey, List<Finding>> findings = new HashMap<>();
        plan.diagnostics().forEach((resource, found) -> {
            if (!found.isEmpty()) {
                findings.put(
                        key(resource), found.stream().map(Compiler::finding).toList());
            }
        });
        return new CompiledPlan(List.copyOf(plan.all().values()), findings);
    }

    @Override
    public List<Finding> check(DestinationType type) {
        if (type.getSpec() == null) {
            return List.of(new Finding(
                    ConditionType.ACCEPTED, true, DiagnosticReason.INVALID_SPEC.text(), "spec: is required"));
        }
        ObjectNode spec = MAPPER.valueToTree(type.getSpec());
        TypeDocument document = new TypeDocument(
                type.getMetadata().getName(),
                String.valueOf(type.getSpec().version()),
                type.getSpec().integrationNames(),
                spec);
        return checks.checkType(document).stream()
                .map(problem -> new Finding(
                        ConditionType.ACCEPTED,
                        true,
                        DiagnosticReason.INVALID_SPEC.text(),
                        (problem.path().isEmpty() ? "spec" : "spec." + problem.path()) + ": " + problem.message()))
                .toList();
    }

    private static Finding finding(Diagnostic diagnostic) {
        return new Finding(
                switch (diagnostic.condition()) {
                    case ACCEPTED -> ConditionType.ACCEPTED;
                    case RESOLVED_REFS -> ConditionType.RESOLVED_REFS;
                    case PROGRAMMED -> ConditionType.PROGRAMMED;
                },
                diagnostic.fatal(),
                diagnostic.reason().text(),
                diagnostic.path().isEmpty() ? diagnostic.message() : diagnostic.path() + ": " + diagnostic.message());
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
