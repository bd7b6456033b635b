package dev.catchment.pipeline;

import dev.catchment.mapping.BatchKey;
import dev.catchment.mapping.OutgoingRequest;
import dev.catchment.mapping.Payload;
import dev.catchment.mapping.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs events through a pipeline without sending anything. */
public final class Explainer {
    private final DestinationPipeline pipeline;
    private final Instant attempt;
    private final List<Explanation> explanations = new ArrayList<>();
    private final Map<BatchKey, List<Payload>> open = new LinkedHashMap<>();

    private Explainer(DestinationPipeline pipeline, Instant attempt) {
        this.pipeline = pipeline;
        this.attempt = attempt;
    }

    /**
     * @param attempt when the requests would be sent
     * @return one explanation per event; if the destination batches, one per batch for the events that are sent, and
     *     before them those of the events that are not
     */
    public static List<Explanation> explain(DestinationPipeline pipeline, List<Event> events, Instant attempt) {
        Explainer explainer = new Explainer(pipeline, attempt);
        events.forEach(explainer::explain);
        explainer.open.values().forEach(explainer::renderBatch);
        return explainer.explanations;
    }

    private void explain(Event event) {
        Outcome outcome = pipeline.evaluate(event);
        if (!(outcome instanceof Outcome.Send send)) {
            explanations.add(Explanation.of(event, outcome));
        } else if (send.payloads().stream().anyMatch(pipeline.program()::batches)) {
            send.payloads().forEach(this::collect);
        } else {
            render(send.payloads(), send.payloads().stream().map(List::of).toList());
        }
    }

    private void collect(Payload payload) {
        BatchKey key = pipeline.program().batchKey(payload);
        List<Payload> batch = open.computeIfAbsent(key, unused -> new ArrayList<>());
        batch.add(payload);
        if (batch.size() >= pipeline.destination().delivery().batchEvents()) {
            open.remove(key);
            renderBatch(batch);
        }
    }

    private void renderBatch(List<Payload> batch) {
        render(batch, List.of(batch));
    }

    private void render(List<Payload> payloads, List<List<Payload>> batches) {
        List<OutgoingRequest> requests = new ArrayList<>();
        try {
            for (List<Payload> batch : batches) {
                requests.add(pipeline.program().render(batch, attempt));
            }
            List<String> ids = payloads.stream()
                    .map(payload -> payload.event().messageId())
                    .distinct()
                    .toList();
            explanations.add(Explanation.sent(ids, requests));
        } catch (RefusedException e) {
            Outcome refused = new Outcome.Refused(e.reason(), e.detail());
            payloads.stream()
                    .map(Payload::event)
                    .distinct()
                    .forEach(event -> explanations.add(Explanation.of(event, refused)));
        }
    }
}
