package dev.catchment.bench;

import dev.catchment.bench.DeliveryPlan.Webhook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A hundred destinations under a steady load, each with events of a source of its own. First all of them answer; then
 * one of them takes every request and answers none, which is worse for the others than one that refuses connections.
 */
record DeadDestination(Path folder, DeliveryOptions options) {
    static final int DESTINATIONS = 100;
    static final int EVENTS_PER_SECOND = 2_000;
    private static final int FRAMES_PER_SECOND = 100;
    private static final String HEAP = "512m";
    /** Of the receiver's groups. */
    private static final int WELL = 1;

    private static final int SICK = 9;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration LONGEST_HEALTHY = Duration.ofMinutes(2);

    /**
     * What the well destinations saw in a while.
     *
     * @param times of theirs alone, from receivedAt to the receiver's answer
     * @param memory of delivery, looked at every few seconds
     */
    record Phase(Percentiles times, List<Long> memory, double perSecond) {}

    /** Without and with the dead one. */
    record Result(Phase before, Phase dead) {}

    Result run() throws Exception {
        try (Hub hub = Hub.of(Broker.single(folder.resolve("nats")));
                ReceiverServer receiver = ReceiverServer.start(folder, true)) {
            DeliveryPlan plan = new DeliveryPlan(hub, Duration.ZERO);
            for (int i = 0; i < DESTINATIONS; i++) {
                int group = i == 0 ? SICK : WELL;
                plan.put(Webhook.of("crm-" + i, receiver.url(group, Integer.toString(i)))
                        .from("source-" + i));
            }
            plan.publish();
            SampleLog log = new SampleLog(number -> "source-" + number % DESTINATIONS, Feed.FRAME_BYTES);
            Duration dead = Duration.ofMinutes(options.deadMinutes());
            Duration healthy = dead.compareTo(LONGEST_HEALTHY) < 0 ? dead : LONGEST_HEALTHY;
            try (DeliveryServer delivery = DeliveryServer.start(hub, folder, HEAP, options.jvm());
                    Feed.Running _ = new Feed(hub, log).atRate(EVENTS_PER_SECOND, FRAMES_PER_SECOND)) {
                Thread.sleep(WARM_UP);
                Phase before = phase("all answer", delivery, receiver, healthy);
                receiver.tally().dead(SICK, true);
                return new Result(before, phase("one is dead", delivery, receiver, dead));
            }
        }
    }

    private static Phase phase(String title, DeliveryServer delivery, ReceiverServer receiver, Duration length)
            throws InterruptedException {
        long[] before = receiver.tally().times(WELL);
        long begun = System.nanoTime();
        List<Long> memory = new ArrayList<>();
        while (System.nanoTime() - begun < length.toNanos()) {
            Thread.sleep(LOOK);
            memory.add(Usage.memory(delivery.pid()));
        }
        Percentiles times = Percentiles.between(before, receiver.tally().times(WELL));
        double seconds =
                (System.nanoTime() - begun) / (double) Duration.ofSeconds(1).toNanos();
        Phase phase = new Phase(times, memory, times.count() / seconds);
        System.err.printf(
                Locale.ROOT,
                "%-20s %,.0f events/s, %s, delivery %d MB%n",
                title,
                phase.perSecond(),
                times,
                memory.getLast() >> 20);
        return phase;
    }
}
