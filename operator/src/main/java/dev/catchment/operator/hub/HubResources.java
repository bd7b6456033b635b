package dev.catchment.operator.hub;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.operator.secret.SecretContent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a plan is compiled from.
 *
 * @param types all of the cluster's: which are used is the compiler's business
 * @param secrets those that are referred to and exist, by name
 */
public record HubResources(
        Workspace workspace,
        List<Source> sources,
        List<Destination> destinations,
        List<Filter> filters,
        List<DestinationType> types,
        Map<String, SecretContent> secrets) {
    public HubResources {
        sources = List.copyOf(sources);
        destinations = List.copyOf(destinations);
        filters = List.copyOf(filters);
        types = List.copyOf(types);
        secrets = Map.copyOf(secrets);
    }

    /** The form in which each resource is seen here. */
    public Map<ResourceKey, ResourceForm> forms() {
        Map<ResourceKey, ResourceForm> forms = new HashMap<>();
        add(forms, ResourceKind.WORKSPACE, List.of(workspace));
        add(forms, ResourceKind.SOURCE, sources);
        add(forms, ResourceKind.DESTINATION, destinations);
        add(forms, ResourceKind.FILTER, filters);
        add(forms, ResourceKind.DESTINATION_TYPE, types);
        return forms;
    }

    private static void add(
            Map<ResourceKey, ResourceForm> forms, ResourceKind kind, List<? extends HasMetadata> resources) {
        resources.forEach(r -> forms.put(new ResourceKey(kind, r.getMetadata().getName()), ResourceForm.of(r)));
    }
}
