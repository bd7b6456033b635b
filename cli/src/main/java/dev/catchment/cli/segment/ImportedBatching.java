package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import dev.catchment.api.v1alpha1.TypeLimits;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Segment decides for each subscription whether events share requests, a Destination for all of them. */
final class ImportedBatching {
    private ImportedBatching() {}

    /** @return the Destination's {@code delivery.batchSize}; empty: the type's */
    static Optional<Integer> size(List<Subscription> subscriptions, DestinationTypeSpec type, Report report) {
        TypeLimits limits = type.limits();
        int usual = limits == null || limits.batchSize() == null ? 1 : limits.batchSize();
        if (usual == 1 || subscriptions.isEmpty()) {
            return Optional.empty();
        }
        List<Subscription> batching =
                subscriptions.stream().filter(ImportedBatching::batches).toList();
        if (batching.isEmpty()) {
            return Optional.of(1);
        }
        if (batching.size() < subscriptions.size()) {
            report.add(
                    "$.subscriptions",
                    "events share requests in some of them (enable_batching) and not in others; here they do in all",
                    "make two Destinations of it, one with delivery.batchSize: 1, if the tool sees a difference");
        }
        TreeSet<Integer> sizes = new TreeSet<>();
        for (Subscription each : batching) {
            JsonNode size = literal(each.mapping().path("batch_size"));
            if (size.isInt() && size.intValue() > 0) {
                sizes.add(size.intValue());
            }
        }
        return sizes.isEmpty() || sizes.first() >= usual ? Optional.empty() : Optional.of(sizes.first());
    }

    private static boolean batches(Subscription subscription) {
        JsonNode enabled = literal(subscription.mapping().path("enable_batching"));
        return enabled.asBoolean(false);
    }

    private static JsonNode literal(JsonNode value) {
        return value.has("@literal") ? value.get("@literal") : value;
    }
}
