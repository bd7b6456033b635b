package dev.catchment.bench;

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
}
