package dev.catchment.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.bench.DeliveryPlan.Webhook;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
import io.nats.client.api.KeyValueEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What reading the log costs with so many destinations that get nothing of it: because their source sends nothing, so
 * that nobody looks at them, or because filters take every event from them. The log is filled, and it counts what it
 * takes until everybody has passed the last event.
 */
record ReadingLog(Path folder, DeliveryOptions options) {
    private static final String HEAP = "512m";
    private static final String SOURCE = "web";
    private static final String OTHER_SOURCE = "app";
    private static final String NOTHING = "event.event == 'Order Completed' || event.event == 'Order Cancelled'";
    /** Some frames, so that even a thousand evaluations an event come to an end. */
    private static final long FEWEST = 5 * 1_400;

    private static final long MOST = 400_000;

    /** Who is there, and takes nothing. */
    enum Audience {
        UNTOUCHED("of a source that sends nothing"),
        SHARED_FILTER("from whom one filter takes every event"),
        OWN_FILTERS("from each of whom a filter of its own takes every event");

        final String label;

        Audience(String label) {
            this.label = label;
        }
    }

    /** Median cost of an event of the log, with so many of them. */
    Pace with(int destinations, Audience audience) throws Exception {
        String title = destinations + " " + audience.label;
        Path place = folder.resolve(audience.name().toLowerCase(Locale.ROOT) + "-" + destinations);
        try (Hub hub = Hub.of(Broker.single(place))) {
            publish(hub, destinations, audience);
            try (DeliveryServer delivery = DeliveryServer.start(hub, folder, HEAP, options.jvm())) {
                Feed feed = new Feed(hub, new SampleLog(number -> SOURCE, Feed.FRAME_BYTES));
                Pace.Gauge gauge =
                        new Pace.Gauge(title, delivery.pid(), hub.broker().pids(), feed::written);
                long begun = System.nanoTime();
                long events = FEWEST;
                Pace pace = round(gauge, feed, hub, delivery, destinations, events);
                while (System.nanoTime() - begun
                        < Duration.ofSeconds(options.seconds()).toNanos()) {
                    events = Math.clamp((long) (pace.perSecond() * options.seconds() / 2), FEWEST, 4 * events);
                    pace = round(gauge, feed, hub, delivery, destinations, Math.min(events, MOST));
                }
                events = Math.clamp((long) (pace.perSecond() * options.seconds() / 2), FEWEST, MOST);
                List<Pace> rounds = new ArrayList<>();
                for (int round = 0; round < options.rounds(); round++) {
                    rounds.add(round(gauge, feed, hub, delivery, destinations, events));
                    System.err.printf(Locale.ROOT, "%-58s %s%n", title, rounds.getLast());
                }
                return Pace.median(rounds);
            }
        }
    }

    private static Pace round(
            Pace.Gauge gauge, Feed feed, Hub hub, DeliveryServer delivery, int destinations, long events)
            throws Exception {
        return gauge.since(() -> {
            feed.fill(events);
            awaitPassed(hub, delivery, destinations);
        });
    }

    private static void publish(Hub hub, int destinations, Audience audience) throws Exception {
        DeliveryPlan plan = new DeliveryPlan(hub, Duration.ZERO);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < destinations; i++) {
            // Nobody is there: a request would show as a destination in its lane.
            Webhook webhook = Webhook.of("crm-" + i, "http://127.0.0.1:9/" + i);
            plan.put(audience == Audience.UNTOUCHED ? webhook.from(OTHER_SOURCE) : webhook);
            names.add(webhook.name());
        }
        switch (audience) {
            case UNTOUCHED -> {}
            case SHARED_FILTER -> plan.drop("nothing", NOTHING, names);
            case OWN_FILTERS -> names.forEach(name -> plan.drop("nothing-for-" + name, NOTHING, List.of(name)));
        }
        plan.publish();
    }

    /** Until the head is at the end of the log, then, which costs delivery more, until all are there and done. */
    private static void awaitPassed(Hub hub, DeliveryServer delivery, int destinations) throws Exception {
        long end = hub.lastFrame() + 1;
        Awaited.await(() -> head(hub) >= end, "the log was not read to its end");
        Awaited.await(
                () -> delivery.admin().sum("catchment_delivery_lane", "lane=\"live\"") > destinations
                        && delivery.admin().sum("catchment_delivery_lag_frames", "destination=\"crm") == 0,
                "not every destination passed the end of the log");
    }

    /** As the director's lease says it, every half second. */
    private static long head(Hub hub) throws Exception {
        KeyValueEntry entry = hub.connection().keyValue(Hub.NAMES.stateBucket()).get(Subjects.leaseKey(0));
        JsonNode lease = ContractJson.DOCUMENTS.readTree(entry == null ? new byte[0] : entry.getValue());
        return lease.path("head").asLong();
    }
}
