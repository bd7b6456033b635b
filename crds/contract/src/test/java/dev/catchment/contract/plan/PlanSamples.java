package dev.catchment.contract.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document of each kind, with every optional part present. */
final class PlanSamples {
    static final IngestSettings INGEST = new IngestSettings(2, List.of("10.0.0.0/8"));
    static final SourceDocument SOURCE = new SourceDocument(
            "web",
            "website",
            true,
            List.of(
                    new SourceDocument.WriteKey("ab".repeat(32), Instant.parse("2027-01-01T00:00:00Z")),
                    new SourceDocument.WriteKey("cd".repeat(32), null)),
            List.of("https://shop.example"),
            1000,
            20);
    static final DeliverySettings DELIVERY = new DeliverySettings(
            2,
            86_400,
            50L << 30,
            86_400,
            new DeliverySettings.Archive(31_536_000, 500L << 30, 16 << 20, 300),
            new DeliverySettings.Egress(List.of("10.0.0.0/8"), List.of(25)));
    static final TypeDocument TYPE =
            new TypeDocument("webhook", "1.2.0", List.of("Webhook"), json("{\"actions\":{\"send\":{}},\"limit\":1.5}"));

    private PlanSamples() {}

    static List<PlanDocument> all() {
        return List.of(
                INGEST,
                SOURCE,
                DELIVERY,
                TYPE,
                filter(new FilterAction.Drop()),
                filter(new FilterAction.Sample(12.5, "userId")),
                filter(new FilterAction.Sample(100, null)),
                filter(new FilterAction.DropFields(List.of("context.ip"))),
                filter(new FilterAction.KeepFields(List.of("traits.email", "traits.name"))),
                filter(new FilterAction.Hold("no such field")),
                destination(
                        json("{\"url\":\"https://crm.example\",\"rate\":0.5,\"none\":null,\"big\":12345678901}"),
                        DestinationDocument.Mode.DEVICE));
    }

    static FilterDocument filter(FilterAction action) {
        return new FilterDocument(
                "no-staff",
                Selection.everything(),
                Selection.of(List.of("crm", "ads")),
                new Expression(null, "type = \"track\""),
                action);
    }

    /** As every version wrote it, without what came later. */
    static DestinationDocument destination(JsonNode config) {
        return destination(config, null);
    }

    private static DestinationDocument destination(JsonNode config, DestinationDocument.@Nullable Mode mode) {
        return new DestinationDocument(
                "crm.eu",
                "0f7c",
                "webhook",
                "1.2.0",
                Map.of("type.webhook.1.2.0", "0123456789abcdef", "filter.no-staff", "fedcba9876543210"),
                true,
                false,
                "waits for its filter",
                Selection.of(List.of("web")),
                config,
                "c2VhbGVk",
                List.of("pages"),
                List.of(new DestinationDocument.Mapping(
                        "orders", "send", Expression.ofCel("true"), Map.of("a", json("1"), "b", json("null")))),
                new DestinationDocument.Delivery(
                        86_400, 30_000, 16, 100, DestinationDocument.Ordering.USER, 100, 1 << 20),
                mode);
    }

    /** As a mapper reads it that is not set up as ours: the Kubernetes client's, or one for YAML. */
    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode tree(PlanDocument document) {
        return (ObjectNode) json(new String(document.toJson(), java.nio.charset.StandardCharsets.UTF_8));
    }
}
