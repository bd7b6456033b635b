package dev.catchment.compile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Selection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies of a destination's document with one thing changed. */
final class Documents {
    private Documents() {}

    static DestinationDocument withHold(DestinationDocument document, @Nullable String hold) {
        return copy(document, document.needs(), document.enabled(), document.suspend(), hold);
    }

    /** As its cases are run: as if it were enabled, and as if it took from some source if it takes from none yet. */
    static DestinationDocument tested(DestinationDocument document) {
        Selection sources = document.sources();
        boolean none = !sources.all() && sources.names().isEmpty();
        return copy(
                document,
                document.needs(),
                true,
                false,
                null,
                none ? Selection.everything() : sources,
                document.delivery());
    }

    static DestinationDocument batched(DestinationDocument document, int events) {
        DestinationDocument.Delivery delivery = document.delivery();
        return copy(
                document,
                document.needs(),
                document.enabled(),
                document.suspend(),
                document.hold(),
                document.sources(),
                new DestinationDocument.Delivery(
                        delivery.retryForSeconds(),
                        delivery.timeoutMillis(),
                        delivery.concurrency(),
                        delivery.ratePerSecond(),
                        delivery.ordering(),
                        events,
                        delivery.batchBytes()));
    }

    /** @param needs what it needs of the plan it is put into now */
    static DestinationDocument kept(
            DestinationDocument document, Map<String, String> needs, boolean enabled, boolean suspend) {
        return copy(document, needs, enabled, suspend, document.hold());
    }

    /**
     * Without settings, credentials, mappings and mode. What is wrong must not lie in the plan: it may be a secret in the
     * wrong place.
     */
    static DestinationDocument bare(DestinationDocument document) {
        return new DestinationDocument(
                document.name(),
                document.uid(),
                document.type(),
                document.typeVersion(),
                document.needs(),
                document.enabled(),
                document.suspend(),
                document.hold(),
                document.sources(),
                JsonNodeFactory.instance.objectNode(),
                null,
                List.of(),
                List.of(),
                document.delivery(),
                null);
    }

    private static DestinationDocument copy(
            DestinationDocument document,
            Map<String, String> needs,
            boolean enabled,
            boolean suspend,
            @Nullable String hold) {
        return copy(document, needs, enabled, suspend, hold, document.sources(), document.delivery());
    }

    private static DestinationDocument copy(
            DestinationDocument document,
            Map<String, String> needs,
            boolean enabled,
            boolean suspend,
            @Nullable String hold,
            Selection sources,
            DestinationDocument.Delivery delivery) {
        return new DestinationDocument(
                document.name(),
                document.uid(),
                document.type(),
                document.typeVersion(),
                needs,
                enabled,
                suspend,
                hold,
                sources,
                document.config(),
                document.sealed(),
                document.disabledPresets(),
                document.mappings(),
                delivery,
                document.mode());
    }
}
