package dev.catchment.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.TypeDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code integrations} object of an event, by which its sender chooses destinations. {@code true} and an object
 * (options for the tool) enable, {@code false} disables, anything else says nothing. {@code All}, true unless given,
 * applies where no key names the destination. Keys are case-sensitive: the destination's own name, which beats the
 * names of its tool, so that one of several instances can be meant.
 *
 * @param names the destination's own name, then its tool's
 */
public record Integrations(List<String> names) {
    private static final String INTEGRATIONS = "integrations";
    private static final String ALL = "All";

    public Integrations {
        names = List.copyOf(names);
    }

    public static Integrations of(DestinationDocument destination, TypeDocument type) {
        List<String> names = new ArrayList<>();
        names.add(destination.name());
        names.addAll(type.integrationNames());
        return new Integrations(names);
    }

    /** @return the key that disables this destination for the event; null if it is enabled */
    public @Nullable String disabledBy(ObjectNode event) {
        if (!(event.get(INTEGRATIONS) instanceof ObjectNode integrations) || integrations.isEmpty()) {
            return null;
        }
        for (String name : names) {
            JsonNode value = integrations.get(name);
            if (value != null && (value.isBoolean() || value.isObject())) {
                return value.isBoolean() && !value.booleanValue() ? name : null;
            }
        }
        JsonNode all = integrations.get(ALL);
        return all != null && all.isBoolean() && !all.booleanValue() ? ALL : null;
    }

    /**
     * The options for the tool that stand under one of the destination's names: the first of them that holds an object.
     *
     * @param event as the filters leave it, so that a field that they take out does not reach the tool as an option
     */
    public Optional<ObjectNode> options(ObjectNode event) {
        if (event.get(INTEGRATIONS) instanceof ObjectNode integrations) {
            for (String name : names) {
                if (integrations.get(name) instanceof ObjectNode options) {
                    return Optional.of(options);
                }
            }
        }
        return Optional.empty();
    }
}
