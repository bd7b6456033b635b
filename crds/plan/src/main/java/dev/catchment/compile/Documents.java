package dev.catchment.compile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.catchment.contract.plan.DestinationDocument;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies of a destination's document with one thing changed. */
final class Documents {
    private Documents() {}

    static DestinationDocument withHold(DestinationDocument document, @Nullable String hold) {
        return copy(document, document.needs(), document.enabled(), document.suspend(), hold);
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
        return new DestinationDocument(
                document.name(),
                document.uid(),
                document.type(),
                document.typeVersion(),
                needs,
                enabled,
                suspend,
                hold,
                document.sources(),
                document.config(),
                document.sealed(),
                document.disabledPresets(),
                document.mappings(),
                document.delivery(),
                document.mode());
    }
}
