package dev.catchment.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.plan.DestinationDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an SDK says in {@code _metadata} of the tools whose own code it runs: it has sent them the event already. {@code
 * bundled} holds names as the {@code integrations} object does, {@code bundledIds} names single instances, here
 * destinations. Only a destination in device mode is meant: the same name may stand for another instance of its tool,
 * which the hub serves. Without {@code _metadata}, as from a server, nothing was sent.
 *
 * @param names the destination's own name, then its tool's; empty unless it is in device mode
 */
public record ClientSide(List<String> names) {
    /**
     * Not looked at: {@code unbundled}, which for a destination in device mode says nothing that {@code bundled} does
     * not, and {@code failedInitializations}, since a tool that its user blocked is not to be served by another way.
     */
    private static final String METADATA = "_metadata";

    public ClientSide {
        names = List.copyOf(names);
    }

    public static ClientSide of(DestinationDocument destination, Integrations integrations) {
        return new ClientSide(destination.mode() == DestinationDocument.Mode.DEVICE ? integrations.names() : List.of());
    }

    /** @return the name under which the client has sent the event itself; null if it has not */
    public @Nullable String sentAs(ObjectNode event) {
        if (names.isEmpty() || !(event.get(METADATA) instanceof ObjectNode metadata)) {
            return null;
        }
        for (String name : names) {
            if (holds(metadata.get("bundled"), name)) {
                return name;
            }
        }
        return holds(metadata.get("bundledIds"), names.getFirst()) ? names.getFirst() : null;
    }

    public static boolean hasMetadata(ObjectNode event) {
        return event.has(METADATA);
    }

    /** A copy without what an SDK tells the hub and no destination. */
    public static ObjectNode withoutMetadata(ObjectNode event) {
        ObjectNode copy = event.objectNode();
        copy.setAll(event);
        copy.remove(METADATA);
        return copy;
    }

    private static boolean holds(@Nullable JsonNode list, String name) {
        if (list == null || !list.isArray()) {
            return false;
        }
        for (JsonNode each : list) {
            if (each.isTextual() && each.textValue().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
