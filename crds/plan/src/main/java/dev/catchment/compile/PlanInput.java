package dev.catchment.compile;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Sealer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a plan depends on. Resources of other workspaces are left out by the compiler; order does not matter.
 *
 * @param sources of the workspace's namespace, as are destinations and filters
 * @param types every DestinationType there is
 * @param secrets name of a Secret in the namespace to its values by key
 * @param previous documents of the plan in force by key, of both planes: what an invalid resource falls back on
 * @param paused resources that stay as they are in force, whatever they say now
 * @param documentMaxBytes what a document may have at most to get to the planes
 */
public record PlanInput(
        Workspace workspace,
        List<Source> sources,
        List<Destination> destinations,
        List<Filter> filters,
        List<DestinationType> types,
        Map<String, Map<String, Secret>> secrets,
        Map<String, PlanDocument> previous,
        Installation installation,
        Sealer sealer,
        Set<ResourceId> paused,
        long documentMaxBytes) {
    /** What a NATS server takes unless it was told otherwise, less what a message has beside its document. */
    public static final long STANDARD_DOCUMENT_MAX_BYTES = (1 << 20) - 1024;

    public PlanInput {
        sources = List.copyOf(sources);
        destinations = List.copyOf(destinations);
        filters = List.copyOf(filters);
        types = List.copyOf(types);
        secrets = Map.copyOf(secrets);
        previous = Map.copyOf(previous);
        paused = Set.copyOf(paused);
    }

    /** With nothing paused, for a NATS server as it comes. */
    public PlanInput(
            Workspace workspace,
            List<Source> sources,
            List<Destination> destinations,
            List<Filter> filters,
            List<DestinationType> types,
            Map<String, Map<String, Secret>> secrets,
            Map<String, PlanDocument> previous,
            Installation installation,
            Sealer sealer) {
        this(
                workspace,
                sources,
                destinations,
                filters,
                types,
                secrets,
                previous,
                installation,
                sealer,
                Set.of(),
                STANDARD_DOCUMENT_MAX_BYTES);
    }
}
