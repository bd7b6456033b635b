package dev.catchment.operator.hub;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.compile.DiagnosticReason;
import dev.catchment.contract.HubId;
import dev.catchment.contract.count.SourceCounts;
import dev.catchment.operator.Labels;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Conditions;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/** What is to be said about a Source, Destination or Filter as it stands now. */
public final class Members {
    private final ResourceIndex index;
    private final References references;
    private final Hubs hubs;

    public Members(ResourceIndex index, References references, Hubs hubs) {
        this.index = index;
        this.references = references;
        this.hubs = hubs;
    }

    /** Tells the hub of a resource that the resource changed. */
    public void changed(HasMetadata resource) {
        references
                .workspaceOf(resource)
                .ifPresentOrElse(
                        hubs::changed, () -> hubs.changed(resource.getMetadata().getNamespace()));
    }

    /** The verdict on this very form of the resource, once there is one. */
    public Optional<Verdict> verdict(ResourceKind kind, HasMetadata resource) {
        return references.workspaceOf(resource).flatMap(hubs::find).flatMap(hub -> hub.verdict(kind, resource));
    }

    /** What ingest has counted of a Source, as far as that is known. */
    public Optional<SourceCounts> counts(Source source) {
        return references
                .workspaceOf(source)
                .flatMap(hubs::find)
                .flatMap(hub -> hub.counts(source.getMetadata().getName()));
    }

    /** What delivery has counted of a Destination, as far as that is known. */
    public Optional<DestinationTotals> totals(Destination destination) {
        return references
                .workspaceOf(destination)
                .flatMap(hubs::find)
                .flatMap(hub -> hub.totals(destination.getMetadata().getName()));
    }

    /** Its conditions, Ready and the rest included; empty while there is nothing to say yet: news will come. */
    public Optional<List<Condition>> conditions(ResourceKind kind, HasMetadata resource) {
        Optional<HubId> hub = references.workspaceOf(resource);
        if (hub.isEmpty()) {
            return Optional.of(unreadable());
        }
        Optional<Workspace> workspace = index.workspace(hub.get());
        if (workspace.isEmpty()) {
            return Optional.of(unresolved(
                    Truth.FALSE,
                    Reason.REF_NOT_FOUND,
                    "spec.workspaceRef.name: there is no Workspace \""
                            + hub.get().workspace() + "\" in namespace \""
                            + hub.get().namespace() + "\": create it, or correct the name."));
        }
        Optional<List<Condition>> judged =
                verdict(kind, resource).map(Verdict::conditions).map(Conditions::rollUp);
        if (judged.isPresent()) {
            return hubs.find(hub.get()).filter(h -> h.quiet(kind, resource)).isPresent() ? Optional.empty() : judged;
        }
        if (Labels.paused(workspace.get())) {
            return observed(resource)
                    ? Optional.empty()
                    : Optional.of(unresolved(
                            Truth.UNKNOWN,
                            Reason.WORKSPACE_PAUSED,
                            "Workspace \"" + hub.get().workspace()
                                    + "\" is paused: this takes effect when its annotation " + Labels.PAUSED
                                    + " is taken away."));
        }
        return hubs.find(hub.get())
                .flatMap(Hub::outage)
                .map(why -> unresolved(Truth.UNKNOWN, why.reason(), why.message()));
    }

    /** Whether its status speaks of it as it stands. */
    private static boolean observed(HasMetadata resource) {
        Long observed =
                switch (resource) {
                    case Source s when s.getStatus() != null -> s.getStatus().observedGeneration();
                    case Destination d
                    when d.getStatus() != null -> d.getStatus().observedGeneration();
                    case Filter f when f.getStatus() != null -> f.getStatus().observedGeneration();
                    default -> null;
                };
        return resource.getMetadata().getGeneration().equals(observed);
    }

    /** The schema of this version refuses such a spec, but that of another need not. */
    private static List<Condition> unreadable() {
        String message =
                "spec: is missing, or this version of Catchment cannot read it: a field has another type than it"
                        + " knows, or workspaceRef.name is no DNS label. What was in force stays in force. Correct it, or"
                        + " upgrade the operator.";
        String reason = DiagnosticReason.INVALID_SPEC.text();
        return Conditions.rollUp(List.of(
                new Condition(ConditionType.ACCEPTED, Truth.FALSE, reason, message),
                new Condition(ConditionType.RESOLVED_REFS, Truth.UNKNOWN, reason, message),
                new Condition(ConditionType.PROGRAMMED, Truth.UNKNOWN, reason, message)));
    }

    private static List<Condition> unresolved(Truth resolved, Reason reason, String message) {
        return Conditions.rollUp(List.of(
                Condition.of(ConditionType.ACCEPTED, Truth.UNKNOWN, reason, message),
                Condition.of(ConditionType.RESOLVED_REFS, resolved, reason, message),
                Condition.of(ConditionType.PROGRAMMED, Truth.UNKNOWN, reason, message)));
    }
}
