package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.catchment.contract.Secret;
import dev.catchment.mapping.AccessToken;
import dev.catchment.mapping.AccessTokens;
import dev.catchment.mapping.BatchKey;
import dev.catchment.mapping.Conversation;
import dev.catchment.mapping.OutgoingRequest;
import dev.catchment.mapping.Payload;
import dev.catchment.mapping.Reading;
import dev.catchment.mapping.RefusedException;
import dev.catchment.mapping.Rejected;
import dev.catchment.mapping.Reply;
import dev.catchment.mapping.TokenException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs events through a pipeline without sending anything. */
public final class Explainer {
    private final DestinationPipeline pipeline;
    private final Instant attempt;
    private final CannedAnswers answers;
    private final AccessTokens tokens;
    private final List<Explanation> explanations = new ArrayList<>();
    private final Map<BatchKey, List<Payload>> open = new LinkedHashMap<>();

    private Explainer(DestinationPipeline pipeline, Instant attempt, CannedAnswers answers, AccessToken token) {
        this.pipeline = pipeline;
        this.attempt = attempt;
        this.answers = answers;
        this.tokens = AccessTokens.shown(token);
    }

    /**
     * @param attempt when the requests would be sent
     * @param answers what the tool is taken to answer
     * @param token of requests that need an access token
     * @return one explanation per event; if the destination batches, one per batch for the events that are sent, and
     *     before them those of the events that are not
     */
    public static List<Explanation> explain(
            DestinationPipeline pipeline,
            List<Event> events,
            Instant attempt,
            CannedAnswers answers,
            AccessToken token) {
        Explainer explainer = new Explainer(pipeline, attempt, answers, token);
        events.forEach(explainer::explain);
        explainer.open.values().forEach(explainer::renderBatch);
        return explainer.explanations;
    }

    /** The same where the tool takes everything. */
    static List<Explanation> explain(DestinationPipeline pipeline, List<Event> events, Instant attempt) {
        AccessToken token = new AccessToken(Secret.of("token"), JsonNodeFactory.instance.objectNode());
        return explain(pipeline, events, attempt, CannedAnswers.none(), token);
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
        int most = pipeline.program().mostEvents(payload).orElse(Integer.MAX_VALUE);
        if (batch.size() >= Math.min(most, pipeline.destination().delivery().batchEvents())) {
            open.remove(key);
            renderBatch(batch);
        }
    }

    private void renderBatch(List<Payload> batch) {
        render(batch, List.of(batch));
    }

    private void render(List<Payload> payloads, List<List<Payload>> batches) {
        List<OutgoingRequest> requests = new ArrayList<>();
        List<String> ids = payloads.stream()
                .map(payload -> payload.event().messageId())
                .distinct()
                .toList();
        try {
            for (List<Payload> batch : batches) {
                Explanation ended = converse(ids, pipeline.program().begin(batch), requests);
                if (ended != null) {
                    explanations.add(ended);
                    return;
                }
            }
            explanations.add(Explanation.sent(ids, requests));
        } catch (RefusedException e) {
            Outcome refused = new Outcome.Refused(e.reason(), e.detail());
            payloads.stream()
                    .map(Payload::event)
                    .distinct()
                    .forEach(event -> explanations.add(Explanation.of(event, refused)));
        }
    }

    /** Adds the requests that are made; null if all is done. */
    private @Nullable Explanation converse(List<String> ids, Conversation conversation, List<OutgoingRequest> requests)
            throws RefusedException {
        while (conversation.hasNext()) {
            OutgoingRequest request = next(conversation);
            requests.add(request);
            Reply reply = answers.to(request);
            switch (conversation.answered(reply, tokens)) {
                case Reading.Taken _, Reading.Again _ -> {}
                case Reading.Partly(List<Rejected> rejected) -> {
                    return new Explanation(ids, "partly", null, partly(rejected), requests);
                }
                case Reading.Retry(String reason) -> {
                    return new Explanation(ids, "retry", null, reason, requests);
                }
                case Reading.Wait(String reason) -> {
                    return new Explanation(ids, "retry", null, reason + "; the destination waits", requests);
                }
                case Reading.Refused(String reason) -> {
                    return new Explanation(ids, "refused", null, reason, requests);
                }
                case Reading.Unread _ -> {
                    return new Explanation(
                            ids, outcome(reply.status()), null, "the tool answers " + reply.status(), requests);
                }
            }
        }
        return null;
    }

    private OutgoingRequest next(Conversation conversation) throws RefusedException {
        try {
            return conversation.next(attempt, tokens);
        } catch (TokenException e) {
            throw new IllegalStateException("a token that is only shown is always there", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String partly(List<Rejected> rejected) {
        return rejected.stream()
                .map(one -> "event " + one.index() + " is " + (one.retry() ? "to be sent again" : "refused")
                        + (one.reason().isEmpty() ? "" : ": " + one.reason()))
                .collect(Collectors.joining("; "));
    }

    /** As delivery reads a status that the type says nothing of. */
    private static String outcome(int status) {
        return switch (status) {
            case 401, 403, 407, 408, 423, 425, 429 -> "retry";
            case 501 -> "refused";
            default -> status >= 500 || status < 400 ? "retry" : "refused";
        };
    }
}
