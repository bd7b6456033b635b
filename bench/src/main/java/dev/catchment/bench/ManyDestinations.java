package dev.catchment.bench;

import dev.catchment.bench.DeliveryPlan.Webhook;
import dev.catchment.broker.AppliedReports;
import dev.catchment.contract.Plane;
import dev.catchment.contract.plan.AppliedReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Ten thousand destinations in one plane: all of them at the head of the log, ten of them get events, and Prometheus
 * asks for every counter every few seconds.
 */
record ManyDestinations(Path folder, DeliveryOptions options) {
    static final int DESTINATIONS = 10_000;
    private static final int BUSY = 10;
    private static final int EVENTS_PER_SECOND = 200;
    private static final int FRAMES_PER_SECOND = 20;
    private static final int SECONDS = 45;
    private static final int SCRAPE_SECONDS = 15;
    /** What was written last must be delivered within. */
    private static final Duration LAST_EVENTS = Duration.ofSeconds(10);

    private static final String HEAP = "1200m";
    private static final String SOURCE = "web";
    private static final String OTHER_SOURCE = "app";

    /**
     * What was seen.
     *
     * @param applied seconds from the start of the process until it reported the whole plan as applied
     * @param live seconds until all destinations were at the head
     * @param memory the most that it ever held
     * @param delivered of the events that were due
     */
    record Result(double applied, double live, long memory, double delivered) {}

    Result run() throws Exception {
        try (Hub hub = Hub.of(Broker.single(folder.resolve("nats")));
                ReceiverServer receiver = ReceiverServer.start(folder, false)) {
            DeliveryPlan plan = new DeliveryPlan(hub, Duration.ZERO);
            for (int i = 0; i < DESTINATIONS; i++) {
                Webhook webhook = Webhook.of("crm-" + i, receiver.url(0, Integer.toString(i)));
                plan.put(webhook.from(i < BUSY ? SOURCE : OTHER_SOURCE));
            }
            long revision = plan.publish();
            long start = System.nanoTime();
            try (DeliveryServer delivery = DeliveryServer.start(hub, folder, HEAP, options.jvm())) {
                Awaited.await(() -> applied(hub) >= revision, "the plan was not applied");
                double applied = since(start);
                Awaited.await(() -> live(delivery), "not every destination came to the head of the log");
                double live = since(start);
                double delivered = flow(hub, receiver, delivery);
                return new Result(applied, live, Usage.peakMemory(delivery.pid()), delivered);
            }
        }
    }

    private static double flow(Hub hub, ReceiverServer receiver, DeliveryServer delivery) throws Exception {
        Feed feed = new Feed(hub, new SampleLog(number -> SOURCE, Feed.FRAME_BYTES));
        try (Feed.Running _ = feed.atRate(EVENTS_PER_SECOND, FRAMES_PER_SECOND)) {
            for (int second = 0; second < SECONDS; second += SCRAPE_SECONDS) {
                Thread.sleep(Duration.ofSeconds(SCRAPE_SECONDS));
                delivery.admin().sum("catchment_delivery_delivered_total", "");
            }
        }
        long due = feed.written() * BUSY;
        long deadline = System.nanoTime() + LAST_EVENTS.toNanos();
        while (receiver.tally().events(0) < due && System.nanoTime() < deadline) {
            Thread.sleep(Duration.ofMillis(100));
        }
        return receiver.tally().events(0) / (double) due;
    }

    private static long applied(Hub hub) throws Exception {
        AppliedReport report =
                AppliedReports.read(hub.connection(), Hub.NAMES, Plane.DELIVERY).get(DeliveryServer.INSTANCE);
        if (report != null && !report.refused().isEmpty()) {
            throw new IOException("the plane refused a part of the plan: " + report.refused());
        }
        return report == null ? 0 : report.sequence();
    }

    /** One look costs as much as Prometheus' visits do. */
    private static boolean live(DeliveryServer delivery) throws Exception {
        Thread.sleep(Duration.ofMillis(500));
        return delivery.admin().sum("catchment_delivery_lane", "lane=\"live\"") >= DESTINATIONS;
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / (double) Duration.ofSeconds(1).toNanos();
    }
}
