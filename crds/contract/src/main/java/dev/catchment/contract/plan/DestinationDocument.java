package dev.catchment.contract.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.Plane;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A destination in force.
 *
 * @param uid differs between a deleted destination and a new one of the same name
 * @param needs revisions by key of the documents this one was compiled against; a plane keeps the former form of this
 *     destination until it has them
 * @param enabled false: its events are counted as disabled and not kept
 * @param suspend true: its events wait in its lane
 * @param hold why its events wait although it is not suspended, for people; absent: they do not
 * @param config plain settings, defaults of the type not filled in
 * @param sealed secret settings: base64 of {@link Sealer#seal} over a JSON object of strings, with this document's key
 *     as associated data; absent: none
 * @param disabledPresets presets of the type that are switched off
 * @param mode who sends; absent: {@link Mode#CLOUD}
 */
public record DestinationDocument(
        String name,
        String uid,
        String type,
        String typeVersion,
        Map<String, String> needs,
        boolean enabled,
        boolean suspend,
        @Nullable String hold,
        Selection sources,
        JsonNode config,
        @Nullable String sealed,
        List<String> disabledPresets,
        List<Mapping> mappings,
        Delivery delivery,
        @Nullable Mode mode)
        implements PlanDocument {
    public static final String KIND = "destination";

    public DestinationDocument {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(typeVersion, "typeVersion");
        Objects.requireNonNull(sources, "sources");
        Objects.requireNonNull(delivery, "delivery");
        config = CanonicalJson.of(Objects.requireNonNull(config, "config"));
        needs = Map.copyOf(needs);
        disabledPresets = List.copyOf(disabledPresets);
        mappings = List.copyOf(mappings);
    }

    /** A copy: a document does not change. */
    @Override
    public JsonNode config() {
        return config.deepCopy();
    }

    /**
     * A mapping of the destination's own.
     *
     * @param fields values of the action's fields: constants, or {@code ${CEL}} in strings
     */
    public record Mapping(
            String name, String action, @Nullable Expression when, Map<String, JsonNode> fields) {
        public Mapping {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(action, "action");
            fields = canonical(fields);
        }

        /** A copy: a document does not change. */
        @Override
        public Map<String, JsonNode> fields() {
            return canonical(fields);
        }

        private static Map<String, JsonNode> canonical(Map<String, JsonNode> fields) {
            return fields.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            Map.Entry::getKey, field -> CanonicalJson.of(field.getValue())));
        }
    }

    /**
     * Effective delivery policy: the destination's own values over the type's limits over the hub's defaults.
     *
     * @param retryForSeconds from the first failed attempt until the event is a dead letter
     * @param ratePerSecond requests per second over all directors; absent: no limit
     * @param batchEvents most events in one request; 1: single
     * @param batchBytes most bytes of events in one request
     */
    public record Delivery(
            long retryForSeconds,
            long timeoutMillis,
            int concurrency,
            @Nullable Integer ratePerSecond,
            Ordering ordering,
            int batchEvents,
            int batchBytes) {
        public Delivery {
            Objects.requireNonNull(ordering, "ordering");
            if (concurrency < 1 || batchEvents < 1 || timeoutMillis < 1) {
                throw new IllegalArgumentException("concurrency, batchEvents and timeoutMillis are at least 1");
            }
        }
    }

    public enum Mode {
        /** The hub sends every event. */
        @JsonProperty("cloud")
        CLOUD,
        /** Browsers and apps run the tool's own code: the hub sends only what none of them has sent. */
        @JsonProperty("device")
        DEVICE
    }

    public enum Ordering {
        /** A failed event does not hold up later ones of its user. */
        @JsonProperty("none")
        NONE,
        /** A user's later events wait behind a failed one. */
        @JsonProperty("user")
        USER
    }

    @Override
    public Plane plane() {
        return Plane.DELIVERY;
    }

    @Override
    public String key() {
        return key(name);
    }

    public static String key(String name) {
        return KIND + "." + name;
    }
}
