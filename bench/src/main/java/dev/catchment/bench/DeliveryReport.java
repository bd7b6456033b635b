package dev.catchment.bench;

import java.util.List;
import java.util.Map;

/** The tables of delivery for bench/README.md, and whether the run counts and reaches what is asked. */
final class DeliveryReport {
    /** Single POSTs per second of the floor, as design.md states them. */
    private static final double FLOOR = 14_000;
    /** The floor must reach this part of it, or the machine was busy and the run says nothing. */
    private static final double VALID_FLOOR = 0.8;

    private static final double SINGLE_TARGET = 8_000;
    /** CPU-seconds per million events, with the broker. */
    private static final double SINGLE_CPU_TARGET = 120;

    private static final double BATCH_TARGET = 80_000;

    /** Of the cheapest number of destinations. */
    private static final double READING_TARGET = 1.2;

    private static final long MANY_MEMORY_TARGET = 2L << 30;
    /** Part of the load that must be delivered while all are well. */
    private static final double CARRIED = 0.98;
    /** Of the 99th percentile without the dead one. */
    private static final double DEAD_TARGET = 1.2;

    private final Page page;

    DeliveryReport(Page page) {
        this.page = page;
    }

    void throughputHead() {
        page.line("| one webhook | events/s | of the floor | CPU-s per million events | with nats-server |");
        page.line("|---|---|---|---|---|");
    }

    void throughput(String title, Pace pace, Pace floor) {
        page.line(
                "| %s | %,.0f | %.2f | %.1f | %.1f |",
                title, pace.perSecond(), pace.perSecond() / floor.perSecond(), pace.cpu(), pace.cpuWithBroker());
    }

    void end() {
        page.line("");
    }

    void floor(Pace floor) {
        if (floor.perSecond() < VALID_FLOOR * FLOOR) {
            page.voided(
                    "the floor reached %,.0f events/s; it must reach %.1f of %,.0f: the machine is busy, or slower than the one of the design",
                    floor.perSecond(), VALID_FLOOR, FLOOR);
        }
    }

    void single(Pace pace) {
        page.check(
                pace.perSecond() >= SINGLE_TARGET,
                "single POSTs to one webhook: %,.0f events/s; target %,.0f",
                pace.perSecond(),
                SINGLE_TARGET);
        page.check(
                pace.cpuWithBroker() <= SINGLE_CPU_TARGET,
                "single POSTs: %.1f CPU-seconds per million events, nats-server included; target %.0f at most",
                pace.cpuWithBroker(),
                SINGLE_CPU_TARGET);
    }

    void batched(Pace pace) {
        page.check(
                pace.perSecond() >= BATCH_TARGET,
                "one batching destination: %,.0f events/s; target %,.0f",
                pace.perSecond(),
                BATCH_TARGET);
    }

    /** @param rows numbers of destinations to what an event of the log costs with them */
    void reading(ReadingLog.Audience audience, Map<Integer, Pace> rows) {
        double fewest = rows.values().iterator().next().cpu();
        rows.forEach((destinations, pace) -> page.line(
                "| %,d %s | %,.0f | %.1f | %.1f | %.2f |",
                destinations, audience.label, pace.perSecond(), pace.cpu(), pace.cpuWithBroker(), pace.cpu() / fewest));
        double most = rows.values().stream().mapToDouble(Pace::cpu).max().orElseThrow();
        double least = rows.values().stream().mapToDouble(Pace::cpu).min().orElseThrow();
        if (audience != ReadingLog.Audience.OWN_FILTERS) {
            page.check(
                    most <= READING_TARGET * least,
                    "reading the log, destinations %s: the dearest number of them costs %.2f times the cheapest; target %.1f at most",
                    audience.label,
                    most / least,
                    READING_TARGET);
        }
    }

    void readingHead() {
        page.line(
                "| destinations | events of the log/s | CPU-s per million of them | with nats-server | of the first |");
        page.line("|---|---|---|---|---|");
    }

    void many(ManyDestinations.Result result) {
        page.line(
                "| destinations | plan applied after | all at the head after | delivery held at most | delivered of what was due |");
        page.line("|---|---|---|---|---|");
        page.line(
                "| %,d | %.1f s | %.1f s | %,d MB | %.3f |",
                ManyDestinations.DESTINATIONS,
                result.applied(),
                result.live(),
                result.memory() >> 20,
                result.delivered());
        page.line("");
        page.check(
                result.memory() < MANY_MEMORY_TARGET && result.delivered() == 1,
                "%,d destinations: %,d MB held at most, every event delivered: %s; target < %,d MB",
                ManyDestinations.DESTINATIONS,
                result.memory() >> 20,
                result.delivered() == 1,
                MANY_MEMORY_TARGET >> 20);
    }

    void ingests(List<TwoIngests.Result> results) {
        page.line(
                "| ingest on one partition | events/s | of one process | CPU-s per million events, with nats-server |");
        page.line("|---|---|---|---|");
        for (TwoIngests.Result result : results) {
            String load = result.load().title();
            page.line(
                    "| %s, one process | %,.0f | 1.00 | %.1f |",
                    load, result.one().perSecond(), result.one().cpuWithBroker());
            page.line(
                    "| %s, two processes | %,.0f | %.2f | %.1f |",
                    load,
                    result.two().perSecond(),
                    result.two().perSecond() / result.one().perSecond(),
                    result.two().cpuWithBroker());
        }
        page.line("");
    }

    void replicasHead() {
        page.line("| | copies | events/s | of one copy | CPU-s per million events, with all nats-servers |");
        page.line("|---|---|---|---|---|");
    }

    void replicas(String what, double one, double oneCpu, double three, double threeCpu) {
        page.line("| %s | 1 | %,.0f | 1.00 | %.1f |", what, one, oneCpu);
        page.line("| %s | 3 | %,.0f | %.2f | %.1f |", what, three, three / one, threeCpu);
    }

    void dead(DeadDestination.Result result, int minutes) {
        page.line(
                "| %d well destinations of %d, %,d events/s in all | events/s of theirs | 50 %% within | 99 %% | 99.9 %% | all | delivery, MB, first half / last half |",
                DeadDestination.DESTINATIONS - 1, DeadDestination.DESTINATIONS, DeadDestination.EVENTS_PER_SECOND);
        page.line("|---|---|---|---|---|---|---|");
        phase("the other answers too", result.before());
        phase("the other answers nothing for " + minutes + " min", result.dead());
        page.line("");
        double due = DeadDestination.EVENTS_PER_SECOND * (1 - 1.0 / DeadDestination.DESTINATIONS);
        if (result.before().perSecond() < CARRIED * due) {
            page.voided(
                    "with all destinations well, %,.0f of %,.0f events/s were delivered: the machine is busy, or too slow",
                    result.before().perSecond(), due);
        }
        double ratio =
                result.dead().times().most() / (double) result.before().times().most();
        page.check(
                ratio <= DEAD_TARGET,
                "one of %d destinations dead for %d minutes: 99 %% of the others' events within %d ms, %.2f of the %d ms without; target %.1f at most",
                DeadDestination.DESTINATIONS,
                minutes,
                result.dead().times().most(),
                ratio,
                result.before().times().most(),
                DEAD_TARGET);
        page.flat("delivery, one destination dead", result.dead().memory());
    }

    private void phase(String title, DeadDestination.Phase phase) {
        Percentiles times = phase.times();
        page.line(
                "| %s | %,.0f | %d ms | %d ms | %d ms | %d ms | %d / %d |",
                title,
                phase.perSecond(),
                times.half(),
                times.most(),
                times.nearlyAll(),
                times.slowest(),
                Page.mostOf(Page.firstHalf(phase.memory())) >> 20,
                Page.mostOf(Page.lastHalf(phase.memory())) >> 20);
    }

    void lanes(List<LaneCatchUp.Result> results) {
        page.line(
                "| catching up over %,d events | of the log/s | delivered | CPU-s per million of the log | with nats-server | CPU-microseconds per delivered event |",
                LaneCatchUp.EVENTS);
        page.line("|---|---|---|---|---|---|");
        for (LaneCatchUp.Result result : results) {
            page.line(
                    "| %s | %,.0f | %,d | %.1f | %.1f | %,.0f |",
                    result.taker().label,
                    result.scanned().perSecond(),
                    result.delivered(),
                    result.scanned().cpu(),
                    result.scanned().cpuWithBroker(),
                    result.cpuPerDelivered());
        }
        page.line("");
    }
}
