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
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Sealer;
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

/** {@link PlanCompiler}, with its diagnostics as findings of conditions. */
public final class Compiler implements PlanCompilation {
    private static final ObjectMapper MAPPER = ApiJson.mapper();

    private final Checkers checks = new Checkers();
    private final PlanCompiler compiler = new PlanCompiler(checks, checks);
    private final Installation installation;

    public Compiler(Installation installation) {
        this.installation = installation;
    }

    @Override
    public CompiledPlan compile(
            HubResources resources, byte[] workspaceKey, Map<String, PlanDocument> previous, long documentMaxBytes) {
        Map<String, Map<String, Secret>> secrets = new HashMap<>();
        resources.secrets().forEach((name, content) -> secrets.put(name, content.texts()));
        dev.catchment.compile.CompiledPlan plan = compiler.compile(new PlanInput(
                resources.workspace(),
                resources.sources(),
                resources.destinations(),
                resources.filters(),
                resources.types(),
                secrets,
                previous,
                installation,
                new Sealer(workspaceKey),
                documentMaxBytes));
        Map<ResourceKey, List<Finding>> findings = new HashMap<>();
        plan.diagnostics()
                .forEach((resource, found) -> findings.put(
                        key(resource), found.stream().map(Compiler::finding).toList()));
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
