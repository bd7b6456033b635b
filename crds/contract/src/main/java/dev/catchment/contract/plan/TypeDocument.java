package dev.catchment.contract.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.Plane;
import java.util.List;
import java.util.Objects;

/**
 * A destination type in use.
 *
 * @param integrationNames how the {@code integrations} object of an event names this tool
 * @param spec the DestinationType's spec as written; the mapping package reads it
 */
public record TypeDocument(String name, String version, List<String> integrationNames, JsonNode spec)
        implements PlanDocument {
    public static final String KIND = "type";

    public TypeDocument {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        spec = CanonicalJson.of(Objects.requireNonNull(spec, "spec"));
        integrationNames = List.copyOf(integrationNames);
    }

    /** A copy: a document does not change. */
    @Override
    public JsonNode spec() {
        return spec.deepCopy();
    }

    @Override
    public Plane plane() {
        return Plane.DELIVERY;
    }

    @Override
    public String key() {
        return key(name, version);
    }

    /** A type's name is a DNS label, so that name and version cannot run into each other. */
    public static String key(String name, String version) {
        return KIND + "." + name + "." + version;
    }
}
