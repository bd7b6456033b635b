package dev.catchment.bench;

import dev.catchment.bench.DeliveryPlan.Webhook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How many events per second delivery sends to one webhook, beside the floor. The log is kept just ahead of the reader,
 * so that delivery is live and never out of work.
 */
record Throughput(Path folder, DeliveryOptions options) {
    private static final int CONCURRENCY = 32;
    private static final int BATCH = 100;
    private static final String HEAP = "512m";
    private static final List<String> FLOOR_JVM = List.of("-Xmx" + HEAP);
    /** Six frames: less than the window of the live reader. */
    private static final int AHEAD = 4_000;
    /** Enough for every slot to fill its next batch while the last one is under way. */
    private static final int AHEAD_BATCHED = 10_000;

    private static final String SOURCE = "web";

    /** Single POSTs by the JDK's HttpClient, and nothing else. */
    Pace floor() throws Exception {
        try (Hub hub = Hub.of(Broker.single(folder.resolve("nats-floor")));
                ReceiverServer receiver = ReceiverServer.start(folder, false);
                JavaProcess floor = JavaProcess.start(
                        FloorDelivery.class,
                        FLOOR_JVM,
                        List.of(hub.broker().servers(), receiver.url(0, "floor"), Integer.toString(CONCURRENCY)),
                        Map.of(),
                        folder.resolve("floor.log"))) {
            return measure("floor: ordered consumer, JDK HttpClient, one POST each", hub, receiver, floor.pid(), AHEAD);
        }
    }

    Pace single(Broker broker, String title) throws Exception {
        return deliver(broker, title, Webhook.of("crm", "").atOnce(CONCURRENCY), AHEAD);
    }

    Pace batched(Broker broker, String title) throws Exception {
        return deliver(broker, title, Webhook.of("crm", "").batching(BATCH), AHEAD_BATCHED);
    }

    private Pace deliver(Broker broker, String title, Webhook webhook, int ahead) throws Exception {
        try (Hub hub = Hub.of(broker);
                ReceiverServer receiver = ReceiverServer.start(folder, false)) {
            new DeliveryPlan(hub, Duration.ZERO)
                    .put(webhook.to(receiver.url(0, "crm")))
                    .publish();
            try (DeliveryServer delivery = DeliveryServer.start(hub, folder, HEAP, options.jvm())) {
                return measure(title, hub, receiver, delivery.pid(), ahead);
            }
        }
    }

    private Pace measure(String title, Hub hub, ReceiverServer receiver, long pid, int ahead) throws Exception {
        Feed feed = new Feed(hub, new SampleLog(number -> SOURCE, Feed.FRAME_BYTES));
        Pace.Gauge gauge = new Pace.Gauge(
                title, pid, hub.broker().pids(), () -> receiver.tally().events(0));
        try (Feed.Running _ = feed.ahead(ahead, () -> receiver.tally().events(0))) {
            return Pace.median(gauge.rounds(options.seconds(), options.rounds()));
        }
    }
}
