package dev.catchment.ingest;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.frame.FrameEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose events a request brings, whether they may come now, and has them stored. The write key is that of Basic
 * authorization, else the body's, else the event's own, else the query's.
 */
final class Acceptance {
    private static final int RETRY_AFTER_SECONDS = 2;

    private final Supplier<WriteKeys> keys;
    private final IngestLog log;
    private final Clock clock;
    private final SourceMeters unknown;
    private final AddressLimits perAddresses = new AddressLimits(System::nanoTime);

    /**
     * @param refusal why no event was taken; null: those not rejected are stored
     */
    record Outcome(@Nullable Refusal refusal, List<Rejection> rejected) {}

    /** @param unknown counts what no source is known of */
    Acceptance(Supplier<WriteKeys> keys, IngestLog log, Clock clock, SourceMeters unknown) {
        this.keys = keys;
        this.log = log;
        this.clock = clock;
        this.unknown = unknown;
    }

    void count(Refusal refusal) {
        refusal.source().map(LiveSource::meters).orElse(unknown).rejected(refusal.reason(), 1);
    }

    /**
     * The source of a write key, whether it takes anything or not.
     *
     * @throws Refusal if that is not known yet
     */
    Optional<LiveSource> find(String key) throws Refusal {
        checkReady();
        return keys.get().find(key, clock);
    }

    private void checkReady() throws Refusal {
        if (!log.isOpen()) {
            throw new Refusal(Reason.NOT_READY, "this instance has no plan yet", RETRY_AFTER_SECONDS);
        }
    }

    /**
     * The source of a write key.
     *
     * @throws Refusal if there is a key, but it is no source's or its source takes nothing from the caller
     */
    Optional<LiveSource> authorize(Optional<String> key, Caller caller) throws Refusal {
        checkReady();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        LiveSource source = keys.get()
                .find(key.get(), clock)
                .orElseThrow(() -> new Refusal(
                        Reason.UNKNOWN_SOURCE, "no source has this write key: it is unknown, revoked or expired"));
        if (!source.enabled()) {
            throw new Refusal(Reason.SOURCE_DISABLED, "this source is disabled").of(Optional.of(source));
        }
        checkOrigin(source, caller);
        return Optional.of(source);
    }

    /** @throws Refusal if a page sends that is on none of the source's origins */
    static void checkOrigin(LiveSource source, Caller caller) throws Refusal {
        String origin = caller.origin();
        if (origin != null && !source.origins().allow(origin)) {
            throw new Refusal(
                            Reason.ORIGIN_NOT_ALLOWED,
                            "pages on " + origin + " may not send to this source: add the origin to its"
                                    + " spec.allowedOrigins")
                    .of(Optional.of(source));
        }
    }

    /**
     * The same refusal of a body, as one of the source that sent it.
     *
     * @throws Refusal if that source takes nothing or is not known, which the client has to know first
     */
    Refusal attributed(Refusal refusal, Optional<LiveSource> authorized, Caller caller) throws Refusal {
        if (authorized.isPresent() || !refusal.bodyRead()) {
            return refusal.of(authorized);
        }
        Optional<LiveSource> source = authorize(refusal.key().or(caller::queryKey), caller);
        if (source.isEmpty()) {
            throw noKey();
        }
        return refusal.of(source);
    }

    private static Refusal noKey() {
        return new Refusal(
                Reason.UNKNOWN_SOURCE,
                "no write key: send it as the user name of Basic authorization or as writeKey in the body");
    }

    /**
     * Takes the events of a request, or none of them.
     *
     * @param authorized the source of the request's Basic authorization, if it has one
     * @throws Refusal if the request as a whole is refused, or is not known to be stored
     */
    Outcome accept(ParsedRequest request, Optional<LiveSource> authorized, Caller caller) throws Refusal {
        Sorted sorted = sort(request, authorized, caller);
        if (sorted.events().isEmpty()) {
            return new Outcome(allRejected(sorted.rejected()), sorted.rejected());
        }
        for (Map.Entry<LiveSource, List<ParsedEvent>> source : sorted.events().entrySet()) {
            Refusal refusal = limitRate(source.getKey(), source.getValue().size(), caller);
            if (refusal != null) {
                return new Outcome(refusal, List.of());
            }
        }
        Reason failure = log.store(frameEvents(new Envelopes(request, caller), request, sorted.events()));
        if (failure != null) {
            sorted.events().forEach((source, events) -> source.meters().rejected(failure, events.size()));
            return new Outcome(notStored(failure), List.of());
        }
        sorted.events().forEach((source, events) -> source.meters().accepted(events.size()));
        return new Outcome(null, sorted.rejected());
    }

    /** The valid events by their source, and those that are rejected. */
    private record Sorted(Map<LiveSource, List<ParsedEvent>> events, List<Rejection> rejected) {}

    private Sorted sort(ParsedRequest request, Optional<LiveSource> authorized, Caller caller) throws Refusal {
        Optional<LiveSource> source = authorized.isPresent() ? authorized : authorize(request.key(), caller);
        if (source.isEmpty() && request.events().stream().allMatch(event -> event.writeKey() == null)) {
            source = authorize(caller.queryKey(), caller);
            if (source.isEmpty()) {
                throw noKey();
            }
        }
        SourceMeters meters = source.map(LiveSource::meters).orElse(unknown);
        request.rejected().forEach(rejection -> meters.rejected(rejection.reason(), 1));
        if (source.isEmpty()) {
            return sortByOwnKey(request, caller);
        }
        return new Sorted(
                request.events().isEmpty() ? Map.of() : Map.of(source.get(), request.events()), request.rejected());
    }

    private Sorted sortByOwnKey(ParsedRequest request, Caller caller) {
        Map<LiveSource, List<ParsedEvent>> events = new LinkedHashMap<>();
        List<Rejection> rejected = new ArrayList<>(request.rejected());
        for (ParsedEvent event : request.events()) {
            try {
                Optional<String> own = Optional.ofNullable(event.writeKey()).flatMap(WriteKeyReader::present);
                LiveSource source = authorize(own.or(caller::queryKey), caller)
                        .orElseThrow(() -> new Refusal(Reason.UNKNOWN_SOURCE, "is missing"));
                events.computeIfAbsent(source, _ -> new ArrayList<>()).add(event);
            } catch (Refusal refusal) {
                count(refusal);
                rejected.add(new Rejection(
                        event.index(), refusal.reason(), "batch[" + event.index() + "].writeKey: " + refusal.text()));
            }
        }
        rejected.sort(Comparator.comparingInt(Rejection::index));
        return new Sorted(events, rejected);
    }

    private static Refusal allRejected(List<Rejection> rejected) {
        Rejection first = rejected.getFirst();
        boolean oneReason = rejected.stream().allMatch(rejection -> rejection.reason() == first.reason());
        return new Refusal(
                oneReason ? first.reason() : Reason.MULTI_USER_ERROR,
                rejected.size() == 1
                        ? first.message()
                        : "none of the " + rejected.size() + " events can be taken; the first: " + first.message());
    }

    /** The address first: what it may not send is not taken from what the source may. */
    private @Nullable Refusal limitRate(LiveSource source, int events, Caller caller) {
        Integer perAddress = source.ratePerAddress();
        Refusal refusal = null;
        if (perAddress != null) {
            RateLimit address = perAddresses.of(source.name(), perAddress, perAddress, caller.inetAddress());
            refusal = limitRate(source, events, address, "this address sends more than this source takes from one");
        }
        return refusal == null && source.rateLimit().isPresent()
                ? limitRate(source, events, source.rateLimit().get(), "this source sends more than its rate limit")
                : refusal;
    }

    private static @Nullable Refusal limitRate(LiveSource source, int events, RateLimit limit, String message) {
        int wait = limit.take(events);
        if (wait == 0) {
            return null;
        }
        source.meters().rejected(Reason.TOO_MANY_REQUESTS, events);
        return new Refusal(Reason.TOO_MANY_REQUESTS, message + "; wait " + wait + " s", wait);
    }

    private static List<FrameEvent> frameEvents(
            Envelopes envelopes, ParsedRequest request, Map<LiveSource, List<ParsedEvent>> sorted) {
        List<FrameEvent> frameEvents = new ArrayList<>(request.events().size());
        sorted.forEach((source, events) -> {
            Hash128.Hasher hasher = new Hash128.Hasher(source.name());
            for (ParsedEvent event : events) {
                String messageId = event.messageId();
                frameEvents.add(new FrameEvent(
                        source.name(),
                        event.kind(),
                        envelopes.of(event),
                        request.body(),
                        event.offset(),
                        event.length(),
                        messageId == null,
                        messageId == null ? Hash128.of(UUID.randomUUID()) : hasher.hash(messageId),
                        hasher.hash(event.user())));
            }
        });
        return frameEvents;
    }

    private static Refusal notStored(Reason failure) {
        String message =
                switch (failure) {
                    case LOG_FULL -> "the event log is full: nothing is lost, send the request again later";
                    case NOT_READY -> "this instance is going down: send the request again";
                    default ->
                        "it is not known that all events are stored: send the request again, duplicates are"
                                + " removed by messageId";
                };
        return new Refusal(failure, message, RETRY_AFTER_SECONDS);
    }
}
