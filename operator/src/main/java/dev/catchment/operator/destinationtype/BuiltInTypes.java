package dev.catchment.operator.destinationtype;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.operator.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue that ships with the operator, as objects in the cluster. */
public final class BuiltInTypes {
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("catchment-catalog")
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final Map<String, DestinationType> types = new LinkedHashMap<>();

    public BuiltInTypes(KubernetesClient client, List<DestinationType> types) {
        this.client = client;
        types.forEach(type -> this.types.put(type.getMetadata().getName(), type));
    }

    /** Makes every built-in type be as it ships. What others added to it stays. */
    public void applyAll() {
        types.keySet().forEach(this::apply);
    }

    /** Puts one back if it is built in. */
    public void apply(String name) {
        DestinationType shipped = types.get(name);
        if (shipped != null) {
            DestinationType type = new DestinationType();
            type.setMetadata(new ObjectMetaBuilder()
                    .withName(name)
                    .withLabels(Map.of(Labels.BUILT_IN, "true", Labels.MANAGED_BY_KEY, Labels.MANAGED_BY))
                    .build());
            type.setSpec(shipped.getSpec());
            client.resource(type).patch(APPLY);
        }
    }
}
