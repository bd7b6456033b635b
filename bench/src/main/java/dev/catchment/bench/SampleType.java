package dev.catchment.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A destination type as most are: an action with twenty fields, most of them paths, some computed, one a list. */
final class SampleType {
    private static final String ACTION = """
            description: Records an order.
            fields:
              insert_id: {type: string, required: true, default: "${uuid}"}
              event: {type: string, required: true, default: "${event.event}"}
              user_id: {type: string, default: "${coalesce(event.userId, event.anonymousId)}"}
              email: {type: string, default: "${sha256(normalizeEmail(event.context.traits.email))}"}
              time: {type: integer, default: "${unixMillis(event.timestamp)}"}
              ip: {type: string, default: "${event.context.ip}"}
              locale: {type: string, default: "${event.context.locale}"}
              timezone: {type: string, default: "${event.context.timezone}"}
              user_agent: {type: string, default: "${event.context.userAgent}"}
              library: {type: string, default: "${event.context.library.name}"}
              library_version: {type: string, default: "${event.context.library.version}"}
              order_id: {type: string, default: "${event.properties.orderId}"}
              total: {type: number, default: "${event.properties.total}"}
              currency: {type: string, default: "${upper(event.properties.currency)}"}
              coupon: {type: string, default: "${event.properties.coupon}"}
              campaign: {type: string, default: "${event.context.campaign.name}"}
              region: {type: string, default: "${config.region}"}
              platform: {type: string, default: server}
              items:
                type: object
                multiple: true
                default:
                  $each: ${event.properties.products}
                  $value: {id: "${item.productId}", name: "${item.name}", price: "${item.price}", index: "${index}"}
              item_count: {type: integer, default: "${size(event.properties.products)}"}
            requests:
              - url: https://${config.region}.tool.example/v1/events
                headers: {X-Team: growth}
                body: {json: "${fields}"}
            """;

    private SampleType() {}

    /** An event with what the action reads, as it lies in the log. */
    static byte[] event() {
        String json = SampleEvents.single(1)
                .replace("\"context\":{", "\"context\":{\"traits\":{\"email\":\" Ann@Acme.Example \"},");
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** @param actions how many of them it has; a preset runs the first */
    static TypeDocument document(int actions) {
        ObjectNode spec = (ObjectNode) yaml("""
                version: "1"
                config: {properties: {region: {type: string, default: eu}}}
                actions: {}
                presets:
                  - {name: orders, when: {cel: "event.type == 'track' && event.event == 'Order Completed'"}, action: a0}
                """);
        ObjectNode named = (ObjectNode) spec.get("actions");
        for (int i = 0; i < actions; i++) {
            // Other expressions in each: what actions have in common is compiled once.
            named.set("a" + i, yaml(i == 0 ? ACTION : ACTION.replace("event.", "event.a" + i + ".")));
        }
        return new TypeDocument("tool", "1", List.of("Tool"), spec);
    }

    static DestinationDocument destination() {
        return new DestinationDocument(
                "tool",
                "uid",
                "tool",
                "1",
                Map.of(),
                true,
                false,
                null,
                Selection.everything(),
                ContractJson.DOCUMENTS.createObjectNode(),
                null,
                List.of(),
                List.of(),
                new DestinationDocument.Delivery(
                        86_400, 30_000, 1, null, DestinationDocument.Ordering.NONE, 1, 1 << 20),
                null);
    }

    private static JsonNode yaml(String text) {
        try {
            return new YAMLMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
