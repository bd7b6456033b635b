package dev.catchment.delivery.target;

import dev.catchment.contract.count.CircuitCause;
import dev.catchment.contract.undelivered.LetterReason;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.http.Answer;
import dev.catchment.delivery.mark.Outcome;
import dev.catchment.delivery.plan.DestinationForm;
import dev.catchment.mapping.AccessTokens;
import dev.catchment.mapping.BatchKey;
import dev.catchment.mapping.Conversation;
import dev.catchment.mapping.DestinationProgram;
import dev.catchment.mapping.OutgoingRequest;
import dev.catchment.mapping.Payload;
import dev.catchment.mapping.Reading;
import dev.catchment.mapping.RefusedException;
import dev.catchment.mapping.Rejected;
import dev.catchment.mapping.Reply;
import dev.catchment.mapping.TokenException;
import dev.catchment.pipeline.DestinationPipeline;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a slot's events through evaluation, requests and retries, in the slot's thread. Returns with every event
 * resolved or waiting in a retry tier, or as soon as its destination has left its reader; what is then unresolved comes
 * again.
 */
final class Courier {
    private final DestinationSink sink;
    private final Slot slot;
    private final Surroundings around;
    private final Undelivered undelivered;

    /** A payload and the event it stands for. */
    private record Item(Pending event, Payload payload) {}

    Courier(DestinationSink sink, Slot slot, Surroundings around) {
        this.sink = sink;
        this.slot = slot;
        this.around = around;
        this.undelivered = new Undelivered(sink, around);
    }

    void deliver(List<Pending> batch) throws InterruptedException {
        DestinationForm form = sink.form();
        DestinationPipeline pipeline = form.pipeline();
        if (pipeline == null) {
            sink.park(String.valueOf(form.waitsFor()), Duration.ofSeconds(1));
            return;
        }
        List<Item> items = new ArrayList<>(batch.size());
        for (Pending event : batch) {
            if (!evaluate(event, form, pipeline, items)) {
                return;
            }
        }
        boolean batching = form.document().delivery().batchEvents() > 1;
        for (List<Item> request : batching ? group(items, pipeline.program()) : singles(items)) {
            if (!send(request, form, pipeline.program())) {
                return;
            }
        }
    }

    /** It kills whoever evaluates or sends it. */
    void condemn(Pending event) {
        undelivered.bury(event, sink.form(), LetterReason.KILLED_DIRECTOR, "three directors in a row died of it");
    }

    /** False if the destination must wait. */
    private boolean evaluate(Pending event, DestinationForm form, DestinationPipeline pipeline, List<Item> items) {
        dev.catchment.pipeline.Outcome outcome;
        try {
            outcome = pipeline.evaluate(event.event());
        } catch (UncheckedIOException e) {
            return undelivered.bury(event, form, LetterReason.UNREADABLE_EVENT, String.valueOf(e.getMessage()));
        }
        return switch (outcome) {
            case dev.catchment.pipeline.Outcome.Send send -> evaluated(event, form, send.payloads(), items);
            case dev.catchment.pipeline.Outcome.Filtered filtered -> {
                sink.resolve(
                        event,
                        filtered.reason() == dev.catchment.pipeline.Reason.DISABLED
                                ? Outcome.DISABLED
                                : new Outcome.Filtered(filtered.reason().name()));
                yield true;
            }
            case dev.catchment.pipeline.Outcome.Refused refused ->
                undelivered.bury(event, form, Undelivered.reason(refused.reason()), refused.detail());
            case dev.catchment.pipeline.Outcome.Held held -> {
                sink.held(form, held.detail());
                yield false;
            }
        };
    }

    private boolean evaluated(Pending event, DestinationForm form, List<Payload> payloads, List<Item> items) {
        for (Payload payload : payloads) {
            if (event.needs(payload.mapping())) {
                items.add(new Item(event, payload));
                event.parts++;
            }
        }
        if (event.parts == 0) {
            // What it still needed has left the plan meanwhile.
            return undelivered.ended(
                    event, form, () -> new Outcome.Filtered(dev.catchment.pipeline.Reason.NO_MATCHING_MAPPING.name()));
        }
        if (payloads.size() > 1) {
            event.unsent = new ArrayList<>();
            items.subList(items.size() - event.parts, items.size())
                    .forEach(item -> event.unsent.add(item.payload().mapping()));
        }
        return true;
    }

    private static List<List<Item>> singles(List<Item> items) {
        return items.stream().map(List::of).toList();
    }

    private static List<List<Item>> group(List<Item> items, DestinationProgram program) {
        Map<BatchKey, List<Item>> groups = new LinkedHashMap<>();
        for (Item item : items) {
            groups.computeIfAbsent(program.batchKey(item.payload()), k -> new ArrayList<>())
                    .add(item);
        }
        List<List<Item>> requests = new ArrayList<>();
        for (List<Item> group : groups.values()) {
            int most = program.mostEvents(group.getFirst().payload()).orElse(group.size());
            for (int from = 0; from < group.size(); from += most) {
                requests.add(group.subList(from, Math.min(group.size(), from + most)));
            }
        }
        return requests;
    }

    /** The requests of one payload, or of a batch, until they are over; false if the destination has left its reader. */
    private boolean send(List<Item> asked, DestinationForm form, DestinationProgram program)
            throws InterruptedException {
        // An event that waits for one of its other requests to be repeated makes the rest then, too.
        List<Item> items = asked.stream().filter(item -> !item.event().resolved).toList();
        while (!items.isEmpty()) {
            Said said = converse(items, form, program);
            if (said == null) {
                return false;
            }
            Turn turn = said.turn();
            OutgoingRequest request = said.request();
            Answer answer = said.answer();
            switch (said.verdict()) {
                case Verdict.Done() -> {
                    return done(items, form);
                }
                case Verdict.Partly(List<Rejected> rejected) -> {
                    List<Item> left = partly(items, rejected, form, request, answer);
                    if (left == null || left.isEmpty()) {
                        return left != null;
                    }
                    String reason = "the destination took the rest of its batch";
                    if (exhausted(left) || overdue(left)) {
                        return giveWay(left, form, reason, request, answer);
                    }
                    if (!pause(left)) {
                        return false;
                    }
                    items = left;
                }
                case Verdict.TooLarge() -> {
                    return halves(items, form, program);
                }
                case Verdict.Unsendable(RefusedException e) -> {
                    return items.size() > 1
                            ? halves(items, form, program)
                            : refuse(items, form, Undelivered.reason(e.reason()), e.detail(), request, answer);
                }
                case Verdict.Permanent(LetterReason reason, String detail, boolean splittable) -> {
                    sink.healthy(turn);
                    if (splittable && items.size() > 1) {
                        return halves(items, form, program);
                    }
                    items.forEach(item -> sink.attempted(item.event()));
                    return refuse(items, form, reason, detail, request, answer);
                }
                case Verdict.Sick(String reason, CircuitCause cause, Duration retryAfter, boolean answered) -> {
                    items.forEach(item -> sink.attempted(item.event()));
                    sink.sick(turn, form, reason, cause, retryAfter);
                    if (answered) {
                        items.forEach(item -> blame(item.event()));
                        if (exhausted(items)) {
                            giveWay(items, form, reason, request, answer);
                        }
                    }
                    return false;
                }
                case Verdict.Transient(String reason, boolean overload) -> {
                    boolean parked = sink.failed(turn, reason, overload);
                    items.forEach(item -> {
                        sink.attempted(item.event());
                        blame(item.event());
                    });
                    if (parked) {
                        return overdue(items) && giveWay(items, form, reason, request, answer);
                    }
                    if (exhausted(items) || overdue(items)) {
                        return items.size() > 1
                                ? halves(items, form, program)
                                : giveWay(items, form, reason, request, answer);
                    }
                    if (items.getFirst().event().failures >= Backoff.ATTEMPTS) {
                        // Nobody else got through either: the slot tries another event before this one.
                        sink.park(reason, Duration.ofSeconds(1));
                        return false;
                    }
                    if (!pause(items)) {
                        return false;
                    }
                }
                case Verdict.NotSent() -> {
                    sink.notSent(turn);
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * What became of the requests, from the first to the one that ended them.
     *
     * @param turn of the last one; it is over already if all are done, or if it could not be made
     */
    private record Said(
            Verdict verdict,
            Turn turn,
            @Nullable OutgoingRequest request,
            @Nullable Answer answer) {}

    /** Makes the requests, one after the other; null if the destination has left its reader meanwhile. */
    private @Nullable Said converse(List<Item> items, DestinationForm form, DestinationProgram program)
            throws InterruptedException {
        Conversation conversation = program.begin(payloads(items));
        AccessTokens tokens = around.tokens().of(form.name());
        OutgoingRequest request = null;
        Answer answer = null;
        boolean begun = items.stream().anyMatch(item -> item.event().begun);
        while (true) {
            Turn turn = sink.awaitTurn(form, begun);
            if (turn == null) {
                return null;
            }
            boolean over = false;
            try {
                if (!conversation.hasNext()) {
                    return new Said(new Verdict.Done(), turn, request, answer);
                }
                request = conversation.next(around.clock().instant(), tokens);
                if (items.size() > 1
                        && request.body().length
                                > program.mostBytes(items.getFirst().payload())) {
                    return new Said(new Verdict.TooLarge(), turn, request, null);
                }
                answer = around.outbound()
                        .get()
                        .send(
                                request,
                                Duration.ofMillis(form.document().delivery().timeoutMillis()),
                                around.maySend());
                Verdict verdict = verdict(conversation, answer, tokens);
                over = true;
                begun = true;
                switch (verdict) {
                    case Verdict.Done() -> sink.healthy(turn);
                    case Verdict.Partly _ -> {
                        sink.healthy(turn);
                        return new Said(verdict, turn, request, answer);
                    }
                    default -> {
                        return new Said(verdict, turn, request, answer);
                    }
                }
                if (!conversation.hasNext()) {
                    return new Said(verdict, turn, request, answer);
                }
            } catch (RefusedException e) {
                return new Said(new Verdict.Unsendable(e), turn, request, answer);
            } catch (TokenException e) {
                over = true;
                return new Said(
                        new Verdict.Sick(
                                String.valueOf(e.getMessage()),
                                e.refused() ? CircuitCause.CREDENTIALS : CircuitCause.OTHER,
                                e.retryAfter(),
                                false),
                        turn,
                        request,
                        null);
            } finally {
                if (!over) {
                    sink.notSent(turn);
                }
            }
        }
    }

    private static Verdict verdict(Conversation conversation, Answer answer, AccessTokens tokens)
            throws RefusedException {
        if (!(answer instanceof Answer.Response response)) {
            return Verdict.of(answer);
        }
        Reply reply = new Reply(response.status(), response.headers(), response.body());
        try {
            return switch (conversation.answered(reply, tokens)) {
                case Reading.Taken _, Reading.Again _ -> new Verdict.Done();
                case Reading.Partly(List<Rejected> rejected) -> new Verdict.Partly(rejected);
                case Reading.Retry(String reason) -> new Verdict.Transient(reason, false);
                case Reading.Refused(String reason) ->
                    new Verdict.Permanent(LetterReason.MESSAGE_REJECTED, reason, true);
                case Reading.Wait(String reason) ->
                    new Verdict.Sick(
                            reason,
                            Verdict.cause(response.status()),
                            response.retryAfter().orElse(Duration.ZERO),
                            true);
                case Reading.Unread _ -> Verdict.of(answer);
            };
        } catch (RefusedException e) {
            return new Verdict.Transient("its answer cannot be understood: " + e.detail(), false);
        }
    }

    private boolean pause(List<Item> items) throws InterruptedException {
        int failures = items.getFirst().event().failures;
        return sink.pause(Backoff.pause(Math.min(failures, Backoff.ATTEMPTS), around.random()));
    }

    private static List<Payload> payloads(List<Item> items) {
        return items.stream().map(Item::payload).toList();
    }

    /** Settles what the answer says of each event; returns those to send again, null if a dead letter cannot be written. */
    private @Nullable List<Item> partly(
            List<Item> items,
            List<Rejected> rejected,
            DestinationForm form,
            @Nullable OutgoingRequest request,
            @Nullable Answer answer) {
        Map<Integer, Rejected> refusals = new HashMap<>();
        rejected.forEach(one -> refusals.put(one.index(), one));
        List<Item> again = new ArrayList<>();
        boolean written = true;
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Rejected refusal = refusals.get(i);
            if (refusal == null) {
                written &= done(List.of(item), form);
                continue;
            }
            sink.attempted(item.event());
            if (refusal.retry()) {
                blame(item.event());
                again.add(item);
            } else {
                String detail = "the destination refused it and took others of its batch: " + refusal.reason();
                written &= refuse(List.of(item), form, LetterReason.MESSAGE_REJECTED, detail, request, answer);
            }
        }
        return written ? again : null;
    }

    /** What a batch is refused for may be one event's fault. */
    private boolean halves(List<Item> items, DestinationForm form, DestinationProgram program)
            throws InterruptedException {
        int middle = items.size() / 2;
        return send(items.subList(0, middle), form, program)
                && send(items.subList(middle, items.size()), form, program);
    }

    private void blame(Pending event) {
        event.failures++;
        if (event.firstFailure == null) {
            event.firstFailure = around.clock().instant();
            event.suspendedBefore = sink.suspendedMillis();
        }
        if (event.failures == 1) {
            event.successesBefore = sink.successes();
        }
    }

    /** Tried often enough, while others got through: the event is to blame. One from a tier is tried once at a time. */
    private boolean exhausted(List<Item> items) {
        Pending event = items.getFirst().event();
        return event instanceof RetryPending
                || (event.failures >= Backoff.ATTEMPTS && sink.successes() > event.successesBefore);
    }

    private boolean overdue(List<Item> items) {
        Instant first = items.getFirst().event().firstFailure;
        return first != null
                && sink.patience(first, items.getFirst().event().suspendedBefore)
                        .isNegative();
    }

    /** The events make room for others: until their time is over, they are tried again later. */
    private boolean giveWay(
            List<Item> items,
            DestinationForm form,
            String reason,
            @Nullable OutgoingRequest request,
            @Nullable Answer answer) {
        for (Item item : items) {
            Pending event = item.event();
            if (event.resolved) {
                continue;
            }
            RetryTier tier = undelivered.nextTier(event);
            if (tier == null) {
                if (!refuse(List.of(item), form, LetterReason.RETRIES_EXHAUSTED, reason, request, answer)) {
                    return false;
                }
            } else if (sink.keepsUsersOrder() && event instanceof LogPending) {
                sink.setAside(event, slot);
            } else if (!undelivered.move(event, tier, reason)) {
                return false;
            }
        }
        return true;
    }

    private boolean refuse(
            List<Item> items,
            DestinationForm form,
            LetterReason reason,
            String detail,
            @Nullable OutgoingRequest request,
            @Nullable Answer answer) {
        for (Item item : items) {
            Pending event = item.event();
            event.refuse(item.payload().mapping());
            event.letter = DeadLetterRecord.letter(event, form, around, reason, detail, request, answer);
        }
        return done(items, form);
    }

    /** False if a dead letter that is due now cannot be written. */
    private boolean done(List<Item> items, DestinationForm form) {
        boolean written = true;
        for (Item item : items) {
            Pending event = item.event();
            event.parts--;
            event.begun = true;
            if (event.unsent != null) {
                event.unsent.remove(item.payload().mapping());
            }
            if (event.parts == 0) {
                written &= undelivered.ended(event, form, () -> Outcome.DELIVERED);
            }
        }
        return written;
    }
}
