package dev.catchment.operator.hub;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.contract.HubId;
import dev.catchment.contract.count.SourceCounts;
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
        references.workspaceOf(resource).ifPresent(hubs::changed);
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
        if (hub.isEmpty() || index.workspace(hub.get()).isEmpty()) {
            return Optional.of(Conditions.rollUp(unknown(
                    Condition.of(
                            ConditionType.RESOLVED_REFS,
                            Truth.FALSE,
                            Reason.REF_NOT_FOUND,
                            hub.map(id -> "There is no Workspace \"" + id.workspace() + "\" in namespace \""
                                            + id.namespace() + "\": create it, or correct spec.workspaceRef.name.")
                                    .orElse(
                                            "spec.workspaceRef.name is not the name of a Workspace: it must be a DNS label.")),
                    Reason.REF_NOT_FOUND,
                    "")));
        }
        Optional<List<Condition>> judged =
                verdict(kind, resource).map(Verdict::conditions).map(Conditions::rollUp);
        if (judged.isPresent()) {
            return hubs.find(hub.get()).filter(h -> h.quiet(kind, resource)).isPresent() ? Optional.empty() : judged;
        }
        return hubs.find(hub.get())
                .flatMap(Hub::outage)
                .map(why -> Conditions.rollUp(unknown(
                        Condition.of(ConditionType.RESOLVED_REFS, Truth.UNKNOWN, Reason.BROKER_UNAVAILABLE, why),
                        Reason.BROKER_UNAVAILABLE,
                        why)));
    }

    private static List<Condition> unknown(Condition resolved, Reason reason, String message) {
        return List.of(
                Condition.of(ConditionType.ACCEPTED, Truth.UNKNOWN, reason, message),
                resolved,
                Condition.of(ConditionType.PROGRAMMED, Truth.UNKNOWN, reason, message));
    }
}
