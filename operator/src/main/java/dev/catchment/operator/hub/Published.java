package dev.catchment.operator.hub;

import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.IngestSettings;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.SourceDocument;
import dev.catchment.contract.plan.TypeDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A plan that lies in NATS.
 *
 * @param forms the resources it was compiled from
 * @param documents where each resource's documents are
 */
record Published(
        Map<ResourceKey, ResourceForm> forms,
        Map<ResourceKey, List<Finding>> findings,
        Map<ResourceKey, List<Document>> documents) {

    /** @param revision of its entry in the bucket of its plane */
    record Document(PlanDocument content, long revision) {}

    /** Whether a resource, and what is known of it, is as it was in another plan. */
    boolean saysTheSame(Published other, ResourceKey key) {
        return Objects.equals(forms.get(key), other.forms.get(key))
                && Objects.equals(findings.get(key), other.findings.get(key))
                && Objects.equals(documents.get(key), other.documents.get(key));
    }

    static final Published NOTHING = new Published(Map.of(), Map.of(), Map.of());

    /** @param forms of these resources */
    static Published of(
            HubResources resources,
            Map<ResourceKey, ResourceForm> forms,
            CompiledPlan plan,
            Map<String, Long> revisions) {
        String workspace = resources.workspace().getMetadata().getName();
        Map<ResourceKey, List<Document>> documents = new HashMap<>();
        plan.documents().forEach(document -> {
            ResourceKey owner =
                    switch (document) {
                        case SourceDocument d -> new ResourceKey(ResourceKind.SOURCE, d.name());
                        case DestinationDocument d -> new ResourceKey(ResourceKind.DESTINATION, d.name());
                        case FilterDocument d -> new ResourceKey(ResourceKind.FILTER, d.name());
                        case TypeDocument d -> type(d, resources, forms);
                        case IngestSettings _ -> new ResourceKey(ResourceKind.WORKSPACE, workspace);
                        case DeliverySettings _ -> new ResourceKey(ResourceKind.WORKSPACE, workspace);
                    };
            documents
                    .computeIfAbsent(owner, _ -> new ArrayList<>())
                    .add(new Document(document, revisions.getOrDefault(document.key(), 0L)));
        });
        return new Published(forms, plan.findings(), documents);
    }

    /** An earlier version of a type that is still served is a resource of its own, {@code <type>-v<version>}. */
    private static ResourceKey type(
            TypeDocument document, HubResources resources, Map<ResourceKey, ResourceForm> forms) {
        boolean present = resources.types().stream()
                .anyMatch(type -> type.getMetadata().getName().equals(document.name())
                        && type.getSpec() != null
                        && document.version().equals(type.getSpec().version()));
        ResourceKey earlier =
                new ResourceKey(ResourceKind.DESTINATION_TYPE, document.name() + "-v" + document.version());
        return !present && forms.containsKey(earlier)
                ? earlier
                : new ResourceKey(ResourceKind.DESTINATION_TYPE, document.name());
    }
}
