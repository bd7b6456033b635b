package dev.catchment.bench;

import java.util.Comparator;
import java.util.List;

/** The tables of ingest for bench/README.md, and whether the run counts and reaches what is asked. */
final class IngestReport {
    /** The floor must reach this part of what design.md states, or the machine was busy and the run says nothing. */
    private static final double VALID_FLOOR = 0.8;

    /** Of the floor, for both loads. */
    private static final double FLOOR_TARGET = 0.6;
    /** Milliseconds, at half of the maximum, single events. */
    private static final double ANSWER_TARGET = 10;
    /** Of the rate with the number of sources that is fastest. */
    private static final double SOURCES_TARGET = 0.9;

    private static final long MEMORY_TARGET = 512L << 20;
    /** The load at a fixed rate must have been sent. */
    private static final double PACE = 0.99;

    private final Page page;

    IngestReport(Page page) {
        this.page = page;
    }

    /**
     * @param titles of the bare server, the floor, ingest, and what else was measured, in this order
     * @param medians in the same order
     */
    void load(Load load, List<String> titles, List<Measurement> medians) {
        double floor = medians.get(1).eventsPerSecond();
        page.line(
                "| load | write path | events/s | of the floor | CPU-s per million events | 99 %% of answers within |");
        page.line("|---|---|---|---|---|---|");
        for (int i = 0; i < titles.size(); i++) {
            Measurement median = medians.get(i);
            page.line(
                    "| %s | %s | %,.0f | %.2f | %.1f | %s |",
                    load.title(),
                    titles.get(i),
                    median.eventsPerSecond(),
                    median.eventsPerSecond() / floor,
                    median.cpu(),
                    median.slowest());
        }
        page.line("");
        if (floor < VALID_FLOOR * load.floor()) {
            page.voided(
                    "the floor for %s reached %,.0f events/s; it must reach %.1f of %,.0f: the machine is busy, or slower than the one of the design",
                    load.title(), floor, VALID_FLOOR, load.floor());
        }
        Measurement ingest = medians.get(2);
        double ratio = ingest.eventsPerSecond() / floor;
        page.check(
                ratio >= FLOOR_TARGET,
                "%s: ingest at %.2f of the floor; target %.1f",
                load.title(),
                ratio,
                FLOOR_TARGET);
        page.check(
                ingest.cpu() <= load.cpuTarget(),
                "%s: %.1f CPU-seconds per million events, broker included; target %.0f at most",
                load.title(),
                ingest.cpu(),
                load.cpuTarget());
    }

    void atHalf(double perSecond, List<PacedLoad.Times> rounds) {
        PacedLoad.Times median = rounds.stream()
                .sorted(Comparator.comparingDouble(PacedLoad.Times::most))
                .toList()
                .get(rounds.size() / 2);
        page.line("| single, at half of ingest's maximum | asked | sent | 50 %% within | 99 %% | 99.9 %% | all |");
        page.line("|---|---|---|---|---|---|---|");
        page.line(
                "| ingest, median of %d runs | %,.0f/s | %,.0f/s | %.2fms | %.2fms | %.2fms | %.2fms |",
                rounds.size(),
                perSecond,
                median.perSecond(),
                median.half(),
                median.most(),
                median.nearlyAll(),
                median.slowest());
        page.line("");
        page.check(
                median.most() < ANSWER_TARGET && median.perSecond() >= PACE * perSecond,
                "single, at half of the maximum: 99 %% of answers within %.2f ms of when their request was due; target < %.0f, at %,.0f/s",
                median.most(),
                ANSWER_TARGET,
                perSecond);
    }

    void sources(List<String> titles, List<Measurement> medians) {
        double fastest =
                medians.stream().mapToDouble(Measurement::eventsPerSecond).max().orElseThrow();
        page.line(
                "| load on ingest | events/s | of the fastest | CPU-s per million events | 99 %% of answers within |");
        page.line("|---|---|---|---|---|");
        for (int i = 0; i < titles.size(); i++) {
            Measurement median = medians.get(i);
            page.line(
                    "| %s | %,.0f | %.2f | %.1f | %s |",
                    titles.get(i),
                    median.eventsPerSecond(),
                    median.eventsPerSecond() / fastest,
                    median.cpu(),
                    median.slowest());
        }
        page.line("");
        double slowest =
                medians.stream().mapToDouble(Measurement::eventsPerSecond).min().orElseThrow();
        page.check(
                slowest / fastest >= SOURCES_TARGET,
                "1 to 1,000 sources: the slowest rate is %.2f of the fastest; target %.1f",
                slowest / fastest,
                SOURCES_TARGET);
    }

    void memory(long ingest, long broker) {
        page.check(
                ingest < MEMORY_TARGET,
                "memory, most ever held: ingest %d MB, nats-server %d MB; target for ingest < %d",
                ingest >> 20,
                broker >> 20,
                MEMORY_TARGET >> 20);
    }

    /** The first minute warms up. */
    void soak(List<Soak.Minute> minutes) {
        page.line("| minute | events/s | ingest, MB | nats-server, MB |");
        page.line("|---|---|---|---|");
        for (int i = 0; i < minutes.size(); i++) {
            Soak.Minute minute = minutes.get(i);
            page.line(
                    "| %d | %,.0f | %d | %d |",
                    i + 1, minute.eventsPerSecond(), minute.ingest() >> 20, minute.broker() >> 20);
        }
        page.line("");
        List<Soak.Minute> counted = minutes.subList(1, minutes.size());
        page.flat(
                "ingest, without the first minute",
                counted.stream().map(Soak.Minute::ingest).toList());
        page.flat(
                "nats-server, without the first minute",
                counted.stream().map(Soak.Minute::broker).toList());
    }
}
