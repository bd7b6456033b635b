package dev.catchment.operator;

import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.catalog.Catalog;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** The destination types of the catalogue that is packed with the operator. */
final class ShippedTypes {
    private ShippedTypes() {}

    static List<DestinationType> read() {
        KubernetesSerialization yaml = new KubernetesSerialization(ApiJson.mapper(), true);
        return Catalog.types().stream()
                .map(name -> yaml.unmarshal(Catalog.type(name), DestinationType.class))
                .toList();
    }
}
