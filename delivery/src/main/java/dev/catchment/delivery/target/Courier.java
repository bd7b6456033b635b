package dev.catchment.delivery.target;

import dev.catchment.contract.Position;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.Origin;
import dev.catchment.delivery.http.Answer;
import dev.catchment.delivery.mark.Outcome;
import dev.catchment.delivery.plan.DestinationForm;
import dev.catchment.mapping.BatchKey;
import dev.catchment.mapping.DestinationProgram;
import dev.catchment.mapping.OutgoingRequest;
import dev.catchment.mapping.Payload;
import dev.catchment.mapping.RefusedException;
import dev.catchment.pipeline.DestinationPipeline;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a slot's events through evaluation, requests, retries and dead letters, in the slot's thread. Returns with
 * every event resolved, or as soon as its destination has left its reader; what is then unresolved comes again.
 */
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final DestinationSink sink;
    private final Surroundings around;

    /** A payload and the event it stands for. */
    private record Item(Pending event, Payload payload) {}

    Courier(DestinationSink sink, Surroundings around) {
        this.sink = sink;
        this.around = around;
    }

    void deliver(List<Pending> batch) throws InterruptedException {
        DestinationForm form = sink.form();
        DestinationPipeline pipeline = form.pipeline();
        if (pipeline == null) {
            sink.park(String.valueOf(form.waitsFor()), Duration.ofSeconds(1));
            return;
        }
        List<Item> items = new ArrayList<>();
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
        giveUp(event, sink.form(), "KILLED_DIRECTOR", "three directors in a row died of it", null, null);
    }

    /** False if the destination must wait. */
    private boolean evaluate(Pending event, DestinationForm form, DestinationPipeline pipeline, List<Item> items)
            throws InterruptedException {
        dev.catchment.pipeline.Outcome outcome;
        try {
            outcome = pipeline.evaluate(event.frame.event(event.index));
        } catch (UncheckedIOException e) {
            return giveUp(event, form, "UNREADABLE_EVENT", String.valueOf(e.getMessage()), null, null);
        }
        return switch (outcome) {
            case dev.catchment.pipeline.Outcome.Send send -> {
                event.parts = send.payloads().size();
                send.payloads().forEach(payload -> items.add(new Item(event, payload)));
                yield true;
            }
            case dev.catchment.pipeline.Outcome.Filtered filtered -> {
                sink.resolve(
                        event,
                        filtered.reason() == dev.catchment.pipeline.Reason.DISABLED
                                ? Outcome.DISABLED
                                : new Outcome.Filtered(filtered.reason().name()));
                yield true;
            }
            case dev.catchment.pipeline.Outcome.Refused refused ->
                giveUp(event, form, refused.reason().name(), refused.detail(), null, null);
            case dev.catchment.pipeline.Outcome.Held held -> {
                sink.park(held.detail(), Duration.ofSeconds(10));
                yield false;
            }
        };
    }

    private static List<List<Item>> singles(List<Item> items) {
        return items.stream().map(List::of).toList();
    }

    private static Iterable<List<Item>> group(List<Item> items, DestinationProgram program) {
        Map<BatchKey, List<Item>> groups = new LinkedHashMap<>();
        for (Item item : items) {
            groups.computeIfAbsent(program.batchKey(item.payload()), k -> new ArrayList<>())
                    .add(item);
        }
        return groups.values();
    }

    /** One request, until it is over; false if the destination has left its reader before. */
    private boolean send(List<Item> items, DestinationForm form, DestinationProgram program)
            throws InterruptedException {
        while (true) {
            if (!sink.awaitTurn()) {
                return false;
            }
            OutgoingRequest request;
            try {
                request = program.render(
                        items.stream().map(Item::payload).toList(),
                        around.clock().instant());
            } catch (RefusedException e) {
                sink.notSent();
                return items.size() > 1
                        ? halves(items, form, program)
                        : finish(items, form, e.reason().name(), e.detail(), null, null);
            } catch (RuntimeException e) {
                sink.notSent();
                throw e;
            }
            Answer answer;
            try {
                answer = around.outbound()
                        .get()
                        .send(
                                request,
                                Duration.ofMillis(form.document().delivery().timeoutMillis()));
            } catch (InterruptedException | RuntimeException e) {
                sink.notSent();
                throw e;
            }
            switch (Verdict.of(answer)) {
                case Verdict.Done() -> {
                    sink.healthy();
                    return done(items);
                }
                case Verdict.Permanent(String reason, boolean splittable) -> {
                    sink.healthy();
                    if (splittable && items.size() > 1) {
                        return halves(items, form, program);
                    }
                    items.forEach(item -> item.event().attempts++);
                    return finish(items, form, reason, "the destination refused it", request, answer);
                }
                case Verdict.Sick(String reason, Duration retryAfter) -> {
                    items.forEach(item -> item.event().attempts++);
                    sink.sick(reason, retryAfter);
                    return false;
                }
                case Verdict.Transient(String reason) -> {
                    if (sink.failed(reason)) {
                        items.forEach(item -> remember(item.event()));
                        return overdue(items, form)
                                && finish(items, form, "RETRIES_EXHAUSTED", reason, request, answer);
                    }
                    items.forEach(item -> remember(item.event()));
                    if (exhausted(items) || overdue(items, form)) {
                        return finish(items, form, "RETRIES_EXHAUSTED", reason, request, answer);
                    }
                    int failures = items.getFirst().event().failures;
                    if (failures >= Backoff.ATTEMPTS) {
                        // Nobody else got through either: the slot tries another event before this one.
                        sink.park(reason, Duration.ofSeconds(1));
                        return false;
                    }
                    if (!sink.pause(Backoff.pause(failures, around.random()))) {
                        return false;
                    }
                }
            }
        }
    }

    /** What a batch is refused for may be one event's fault. */
    private boolean halves(List<Item> items, DestinationForm form, DestinationProgram program)
            throws InterruptedException {
        int middle = items.size() / 2;
        return send(items.subList(0, middle), form, program)
                && send(items.subList(middle, items.size()), form, program);
    }

    private void remember(Pending event) {
        event.attempts++;
        event.failures++;
        if (event.firstFailure == null) {
            event.firstFailure = around.clock().instant();
            event.successesBefore = sink.successes();
        }
    }

    /** Tried often enough, while others got through: the event is to blame. */
    private boolean exhausted(List<Item> items) {
        Pending event = items.getFirst().event();
        return event.failures >= Backoff.ATTEMPTS && sink.successes() > event.successesBefore;
    }

    private boolean overdue(List<Item> items, DestinationForm form) {
        Instant first = items.getFirst().event().firstFailure;
        Duration retryFor = Duration.ofSeconds(form.document().delivery().retryForSeconds());
        return first != null
                && Duration.between(first, around.clock().instant()).compareTo(retryFor) > 0;
    }

    /** False if a dead letter that is due now cannot be written. */
    private boolean done(List<Item> items) {
        boolean written = true;
        for (Item item : items) {
            written &= part(item.event());
        }
        return written;
    }

    private boolean part(Pending event) {
        event.parts--;
        if (event.parts > 0) {
            return true;
        }
        if (event.letter == null) {
            sink.resolve(event, Outcome.DELIVERED);
            return true;
        }
        return bury(event, event.letter);
    }

    private boolean finish(
            List<Item> items,
            DestinationForm form,
            String reason,
            String detail,
            @Nullable OutgoingRequest request,
            @Nullable Answer answer) {
        for (Item item : items) {
            Pending event = item.event();
            event.refused.add(item.payload().mapping());
            event.letter = DeadLetterRecord.letter(event, form, around, reason, detail, request, answer);
        }
        return done(items);
    }

    private boolean giveUp(
            Pending event,
            DestinationForm form,
            String reason,
            String detail,
            @Nullable OutgoingRequest request,
            @Nullable Answer answer) {
        return bury(event, DeadLetterRecord.letter(event, form, around, reason, detail, request, answer));
    }

    /** A destination whose dead letters cannot be written stops at its own mark. */
    private boolean bury(Pending event, DeadLetter letter) {
        try {
            around.deadLetters().write(letter, new Origin.Log(Position.ofPacked(event.position())));
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("destination", letter.destination())
                    .log("dead letter cannot be written: {}", e.toString());
            sink.park("dead letters cannot be written: " + e.getMessage(), Duration.ofSeconds(5));
            return false;
        }
        sink.resolve(event, Outcome.DEAD_LETTERED);
        return true;
    }
}
