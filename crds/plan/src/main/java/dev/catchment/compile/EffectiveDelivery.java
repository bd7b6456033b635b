package dev.catchment.compile;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.catchment.api.v1alpha1.Amounts;
import dev.catchment.api.v1alpha1.DeliveryPolicy;
import dev.catchment.api.v1alpha1.DestinationSpec;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import dev.catchment.api.v1alpha1.Ordering;
import dev.catchment.api.v1alpha1.TypeLimits;
import dev.catchment.contract.plan.DestinationDocument;
import org.jspecify.annotations.Nullable;

/** The delivery policy in force: the destination's own values over its type's limits over the hub's defaults. */
final class EffectiveDelivery {

    static final String TIMEOUT = "30s";
    static final int CONCURRENCY = 16;
    static final int BATCH_EVENTS = 1;
    static final String BATCH_BYTES = "1Mi";

    private EffectiveDelivery() {}

    static DestinationDocument.Delivery of(DestinationSpec spec, DestinationTypeSpec type) {
        DeliveryPolicy own = requireNonNull(spec.delivery());
        TypeLimits limits = type.limits();
        String typeTimeout = limits == null ? null : limits.timeout();
        Integer typeConcurrency = limits == null ? null : limits.concurrency();
        Integer typeRate = limits == null ? null : limits.requestsPerSecond();
        Integer typeBatch = limits == null ? null : limits.batchSize();
        String batchBytes = limits == null ? null : limits.batchBytes();
        return new DestinationDocument.Delivery(
                Amounts.seconds(requireNonNull(own.retryFor())),
                Amounts.seconds(first(own.timeout(), typeTimeout, TIMEOUT)) * 1000,
                first(own.concurrency(), typeConcurrency, CONCURRENCY),
                own.rateLimit() == null
                        ? typeRate
                        : Integer.valueOf(own.rateLimit().perSecond()),
                own.ordering() == Ordering.USER ? DestinationDocument.Ordering.USER : DestinationDocument.Ordering.NONE,
                first(own.batchSize(), typeBatch, BATCH_EVENTS),
                Math.toIntExact(Math.min(Amounts.bytes(requireNonNullElse(batchBytes, BATCH_BYTES)), 1 << 30)));
    }

    private static <T> T first(@Nullable T own, @Nullable T type, T fallback) {
        return own != null ? own : requireNonNullElse(type, fallback);
    }
}
