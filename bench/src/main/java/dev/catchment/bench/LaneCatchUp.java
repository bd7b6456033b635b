package dev.catchment.bench;

import dev.catchment.bench.DeliveryPlan.Webhook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Destinations that catch up after an outage, one after the other, over the same log, which the live reader has read
 * long before: one that takes every event, and two that take one in a hundred, by its source and by a filter. The lane
 * is a cursor, so each of them reads everything.
 */
record LaneCatchUp(Path folder, DeliveryOptions options) {
    static final long EVENTS = 1_000_000;
    private static final String HEAP = "512m";
    private static final String COMMON = "web";
    private static final String RARE = "shop";
    private static final String NOT_RARE = "event.event != '" + SampleLog.RARE_NAME + "'";

    /** Who catches up. */
    enum Taker {
        ALL(0, "takes every event"),
        BY_SOURCE(1, "takes 1 % of the events, by source"),
        BY_FILTER(2, "takes 1 % of the events, by a filter");

        /** Of the receiver. */
        final int group;

        final String label;

        Taker(int group, String label) {
            this.group = group;
            this.label = label;
        }

        String destination() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What catching up took.
     *
     * @param scanned pace over the events of the log
     * @param delivered events
     */
    record Result(Taker taker, Pace scanned, long delivered) {
        /** Microseconds of CPU for each delivered event, with nats-server. */
        double cpuPerDelivered() {
            return scanned.cpuWithBroker() * EVENTS / delivered;
        }
    }

    List<Result> run() throws Exception {
        try (Hub hub = Hub.of(Broker.single(folder.resolve("nats")));
                ReceiverServer receiver = ReceiverServer.start(folder, false)) {
            new Feed(hub, new SampleLog(number -> SampleLog.rare(number) ? RARE : COMMON, Feed.FRAME_BYTES))
                    .fill(EVENTS);
            DeliveryPlan plan = new DeliveryPlan(hub, Duration.ofDays(1));
            for (Taker taker : Taker.values()) {
                plan.put(webhook(taker, receiver).suspended(true));
            }
            plan.drop("only-rare", NOT_RARE, List.of(Taker.BY_FILTER.destination()));
            plan.publish();
            try (DeliveryServer delivery = DeliveryServer.start(hub, folder, HEAP, options.jvm())) {
                Awaited.await(
                        () -> delivery.admin().sum("catchment_delivery_read_events_total", "") >= EVENTS,
                        "the live reader did not come to the end of the log");
                return List.of(
                        catchUp(Taker.ALL, hub, plan, delivery, receiver),
                        catchUp(Taker.BY_SOURCE, hub, plan, delivery, receiver),
                        catchUp(Taker.BY_FILTER, hub, plan, delivery, receiver));
            }
        }
    }

    private static Webhook webhook(Taker taker, ReceiverServer receiver) {
        Webhook webhook = Webhook.of(taker.destination(), receiver.url(taker.group, "crm"));
        return taker == Taker.BY_SOURCE ? webhook.from(RARE) : webhook;
    }

    private static Result catchUp(
            Taker taker, Hub hub, DeliveryPlan plan, DeliveryServer delivery, ReceiverServer receiver)
            throws Exception {
        String live = "destination=\"" + taker.destination() + "\",lane=\"live\"";
        boolean[] there = {false};
        // Counts the whole log once the destination has passed it.
        Pace.Gauge gauge =
                new Pace.Gauge(taker.label, delivery.pid(), hub.broker().pids(), () -> there[0] ? EVENTS : 0);
        Pace pace = gauge.since(() -> {
            plan.put(webhook(taker, receiver)).publish();
            Awaited.await(
                    () -> delivery.admin().sum("catchment_delivery_lane", live) > 0,
                    taker.destination() + " did not catch up");
            awaitAnswered(taker, receiver);
            there[0] = true;
        });
        Result result = new Result(taker, pace, receiver.tally().events(taker.group));
        System.err.printf(Locale.ROOT, "%-40s %s, %,d delivered%n", taker.label, pace, result.delivered());
        return result;
    }

    /** At the head, the last of what it was offered is still on its way. */
    private static void awaitAnswered(Taker taker, ReceiverServer receiver) throws Exception {
        long due = taker == Taker.ALL ? EVENTS : EVENTS / SampleLog.RARE;
        Awaited.await(
                () -> receiver.tally().events(taker.group) >= due,
                taker.destination() + " did not get all of its " + due + " events");
    }
}
