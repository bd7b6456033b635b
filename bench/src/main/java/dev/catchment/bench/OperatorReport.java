package dev.catchment.bench;

import java.util.List;
import java.util.function.Function;

/** The tables of {@link OperatorBench}: a column for each size, so that what must not grow can be seen not to. */
record OperatorReport(Page page, List<ScaledHub.Result> results) {
    private static final int CHANGE_TARGET_MILLIS = 1_000;
    private static final int RECONCILE_TARGET_SECONDS = 120;
    private static final long MEMORY_TARGET = 512L << 20;
    /** Requests for each change at the large size, of those at the small one. */
    private static final double REQUESTS_TARGET = 1.1;

    void write() {
        row("| |", r -> "%,d Destinations, %,d Sources, %,d Filters, %,d Secrets"
                .formatted(
                        r.estate().destinations(),
                        r.estate().sources(),
                        r.estate().filters(),
                        r.estate().secrets()));
        page.line("|---|" + "---|".repeat(results.size()));
        row("| all created through the API |", r -> seconds(r.created()));
        row(
                "| from the operator's start until all are Ready, planes started meanwhile |",
                r -> seconds(r.reconciled()));
        row("| one event delivered to every Destination |", r -> seconds(r.delivered()));
        series("Destination", ScaledHub.Result::destination);
        row("| the same until the receiver gets an event in the new form, 50 % / 99 % |", r -> millis(r.seen()));
        series("Filter", ScaledHub.Result::filter);
        series("Secret", ScaledHub.Result::secret);
        row("| changes at once: all in force after, compilations |", r -> "%,d: %s, %d"
                .formatted(
                        r.burst().changes(),
                        seconds(r.burst().seconds()),
                        r.burst().compilations()));
        row("| in step after a restart |", r -> seconds(r.restart().seconds()));
        row(
                "| written after a restart: documents / statuses |",
                r -> r.restart().documents() + " / " + r.restart().patches());
        row(
                "| operator's memory: most ever / after the changes / most after a restart |",
                r -> megabytes(r.peak()) + " / " + megabytes(r.after()) + " / "
                        + megabytes(r.restart().memory()) + " MB");
        page.line("");
        verdicts(results.getFirst(), results.getLast());
    }

    private void series(String kind, Function<ScaledHub.Result, ScaledHub.Series> of) {
        row(
                "| one " + kind + " changed: in force in delivery, 50 % / 99 % |",
                r -> millis(of.apply(r).inForce()));
        row("| the same until its status says so |", r -> millis(of.apply(r).ready()));
        row("| requests to kube-apiserver / documents / CPU of the operator, for each |", r -> "%.2f / %.2f / %.0f ms"
                .formatted(
                        of.apply(r).requests(),
                        of.apply(r).documents(),
                        of.apply(r).cpu() * 1000));
    }

    private void verdicts(ScaledHub.Result small, ScaledHub.Result large) {
        change("Destination", small.destination(), large.destination());
        change("Filter", small.filter(), large.filter());
        change("Secret", small.secret(), large.secret());
        page.check(
                large.reconciled() <= RECONCILE_TARGET_SECONDS,
                "all Ready %.1f s after the operator's start; target %d at most",
                large.reconciled(),
                RECONCILE_TARGET_SECONDS);
        page.check(
                large.restart().documents() == 0 && large.restart().patches() == 0,
                "a restart writes %d documents and %d statuses; target none",
                large.restart().documents(),
                large.restart().patches());
        page.check(
                large.peak() <= MEMORY_TARGET,
                "the operator held %,d MB at most; target %,d",
                large.peak() >> 20,
                MEMORY_TARGET >> 20);
    }

    private void change(String kind, ScaledHub.Series small, ScaledHub.Series large) {
        page.check(
                large.inForce().most() < CHANGE_TARGET_MILLIS,
                "a changed %s is in force: 99 %% within %d ms; target < %d",
                kind,
                large.inForce().most(),
                CHANGE_TARGET_MILLIS);
        page.check(
                large.requests() <= small.requests() * REQUESTS_TARGET && large.documents() <= 1,
                "a changed %s costs %.2f requests and %.2f documents, %.2f requests in the small hub",
                kind,
                large.requests(),
                large.documents(),
                small.requests());
    }

    private void row(String title, Function<ScaledHub.Result, String> cell) {
        StringBuilder line = new StringBuilder(title);
        results.forEach(result -> line.append(' ').append(cell.apply(result)).append(" |"));
        page.line("%s", line);
    }

    private static String seconds(double seconds) {
        return "%.1f s".formatted(seconds);
    }

    private static String millis(Percentiles times) {
        return times.half() + " / " + times.most() + " ms";
    }

    private static String megabytes(long bytes) {
        return "%,d".formatted(bytes >> 20);
    }
}
