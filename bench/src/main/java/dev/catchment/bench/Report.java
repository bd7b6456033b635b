package dev.catchment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table for bench/README.md, and whether the run counts and reaches what is asked. */
final class Report {
    /** The floor must reach this part of what design.md states, or the machine was busy and the run says nothing. */
    private static final double VALID_FLOOR = 0.8;

    /** Of the floor, for both loads. */
    private static final double TARGET = 0.4;

    private static final long MEMORY_TARGET = 512L << 20;

    private final StringBuilder rows = new StringBuilder();
    private final List<String> verdicts = new ArrayList<>();
    private boolean good = true;

    /** @param measured of the bare server, the floor and ingest, in this order */
    void add(Load load, List<List<Measurement>> measured) {
        double reached = Measurement.median(measured.get(1)).eventsPerSecond();
        for (List<Measurement> all : measured) {
            Measurement median = Measurement.median(all);
            rows.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %,.0f | %.2f | %.1f | %s |%n",
                    load.title(),
                    median.candidate(),
                    median.eventsPerSecond(),
                    median.eventsPerSecond() / reached,
                    median.cpu(),
                    median.slowest()));
        }
        double ratio = Measurement.median(measured.get(2)).eventsPerSecond() / reached;
        if (reached < VALID_FLOOR * load.floor()) {
            fail(String.format(
                    Locale.ROOT,
                    "VOID: the floor for %s reached %,.0f events/s; it must reach %.1f of %,.0f: the machine is busy, or slower than the one of the design",
                    load.title(),
                    reached,
                    VALID_FLOOR,
                    load.floor()));
        }
        check(
                ratio >= TARGET,
                String.format(
                        Locale.ROOT, "%s: ingest reaches %.2f of the floor; target %.1f", load.title(), ratio, TARGET));
    }

    void memory(long ingest, long broker) {
        check(
                ingest < MEMORY_TARGET,
                String.format(
                        Locale.ROOT,
                        "memory, most ever held: ingest %d MB (target < %d), nats-server %d MB",
                        ingest >> 20,
                        MEMORY_TARGET >> 20,
                        broker >> 20));
    }

    boolean good() {
        return good;
    }

    private void check(boolean reached, String text) {
        verdicts.add((reached ? "ok: " : "MISSED: ") + text);
        good &= reached;
    }

    private void fail(String text) {
        verdicts.add(text);
        good = false;
    }

    String text(int seconds, int rounds) throws IOException {
        return String.format(
                        Locale.ROOT,
                        "%n%s%n32 connections, median of %d runs of %d s each, in turns%n%n"
                                + "| load | write path | events/s | of the floor | CPU-s per million events | 99 %% of answers within |%n"
                                + "|---|---|---|---|---|---|%n%s%n",
                        machine(),
                        rounds,
                        seconds,
                        rows)
                + String.join("\n", verdicts) + "\n";
    }

    private static String machine() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown CPU");
        return Runtime.getRuntime().availableProcessors() + " cores, " + model + ", Linux "
                + System.getProperty("os.version") + ", Java " + Runtime.version() + ", " + Hub.version();
    }
}
