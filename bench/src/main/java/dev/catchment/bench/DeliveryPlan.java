package dev.catchment.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.catchment.catalog.Catalog;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A plan of webhooks, as the operator would write it, with the defaults of a Workspace. */
final class DeliveryPlan {
    private static final Duration RETRY_FOR = Duration.ofHours(24);
    /** Longer than any scenario keeps a receiver from answering, unless it shall be dead. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final int BATCH_BYTES = 1 << 20;
    private static final int DEFAULT_CONCURRENCY = 16;

    private final Hub hub;
    private final Map<String, PlanDocument> documents = new TreeMap<>();

    /** @param logKeep how long the log is kept that everybody has read */
    DeliveryPlan(Hub hub, Duration logKeep) throws IOException {
        this.hub = hub;
        JsonNode type = new YAMLMapper().readTree(Catalog.type("webhook"));
        put(new TypeDocument("webhook", "1", List.of("Webhook"), type.get("spec")));
        put(new DeliverySettings(
                1,
                Duration.ofHours(24).toSeconds(),
                1L << 34,
                logKeep.toSeconds(),
                new DeliverySettings.Archive(Duration.ofDays(365).toSeconds(), 1L << 34, 16 << 20, 300),
                new DeliverySettings.Egress(List.of("127.0.0.0/8"), List.of())));
    }

    /**
     * A webhook.
     *
     * @param sources whose events it takes; none: every source's
     */
    record Webhook(String name, String url, List<String> sources, int concurrency, int batchEvents, boolean suspended) {
        static Webhook of(String name, String url) {
            return new Webhook(name, url, List.of(), DEFAULT_CONCURRENCY, 1, false);
        }

        Webhook to(String newUrl) {
            return new Webhook(name, newUrl, sources, concurrency, batchEvents, suspended);
        }

        Webhook from(String source) {
            return new Webhook(name, url, List.of(source), concurrency, batchEvents, suspended);
        }

        Webhook atOnce(int requests) {
            return new Webhook(name, url, sources, requests, batchEvents, suspended);
        }

        Webhook batching(int events) {
            return new Webhook(name, url, sources, concurrency, events, suspended);
        }

        Webhook suspended(boolean now) {
            return new Webhook(name, url, sources, concurrency, batchEvents, now);
        }
    }

    DeliveryPlan put(Webhook webhook) {
        ObjectNode config = ContractJson.DOCUMENTS.createObjectNode().put("url", webhook.url());
        return put(new DestinationDocument(
                webhook.name(),
                "uid-" + webhook.name(),
                "webhook",
                "1",
                Map.of(),
                true,
                webhook.suspended(),
                null,
                webhook.sources().isEmpty() ? Selection.everything() : Selection.of(webhook.sources()),
                config,
                null,
                List.of(),
                List.of(),
                new DestinationDocument.Delivery(
                        RETRY_FOR.toSeconds(),
                        TIMEOUT.toMillis(),
                        webhook.concurrency(),
                        null,
                        DestinationDocument.Ordering.NONE,
                        webhook.batchEvents(),
                        BATCH_BYTES),
                null));
    }

    /** Takes from these destinations what the condition matches. */
    DeliveryPlan drop(String name, String cel, List<String> destinations) {
        return put(new FilterDocument(
                name,
                Selection.everything(),
                Selection.of(destinations),
                Expression.ofCel(cel),
                new FilterAction.Drop()));
    }

    DeliveryPlan put(PlanDocument document) {
        documents.put(document.key(), document);
        return this;
    }

    /** Puts it in force; returns the highest revision that the plane must report as applied. */
    long publish() throws Exception {
        return hub.publish(documents.values()).values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
    }
}
