package dev.catchment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a benchmark prints: tables, then what was reached and what was missed. Texts are as of {@link String#format}. */
final class Page {
    /** The last half's most against the first half's, or so many bytes more: collected heaps breathe. */
    private static final double GROWTH_TARGET = 1.1;

    private static final double GROWTH_BYTES = 32 << 20;

    private final StringBuilder tables = new StringBuilder();
    private final List<String> verdicts = new ArrayList<>();
    private boolean good = true;

    void begin(String how) throws IOException {
        line("");
        line("%s", machine());
        line("");
        line("%s", how);
        line("");
    }

    void line(String text, Object... values) {
        tables.append(String.format(Locale.ROOT, text, values)).append('\n');
    }

    void check(boolean reached, String text, Object... values) {
        verdict((reached ? "reached: " : "MISSED: ") + text, values);
        good &= reached;
    }

    /** Whether a process held its memory: what it held, looked at again and again. */
    void flat(String whose, List<Long> memory) {
        double first = mostOf(firstHalf(memory));
        double last = mostOf(lastHalf(memory));
        check(
                last <= Math.max(GROWTH_TARGET * first, first + GROWTH_BYTES),
                "memory of %s: at most %.0f MB in the last half, %.0f MB in the first; target %.1f times that, or %.0f MB more",
                whose,
                last / (1 << 20),
                first / (1 << 20),
                GROWTH_TARGET,
                GROWTH_BYTES / (1 << 20));
    }

    static List<Long> firstHalf(List<Long> memory) {
        return memory.subList(0, memory.size() / 2);
    }

    static List<Long> lastHalf(List<Long> memory) {
        return memory.subList(memory.size() / 2, memory.size());
    }

    static long mostOf(List<Long> memory) {
        return memory.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    /** The machine was busy, or is too slow: the tables compare nothing. */
    void voided(String text, Object... values) {
        verdict("VOID: " + text, values);
        good = false;
    }

    private void verdict(String text, Object... values) {
        verdicts.add("- " + String.format(Locale.ROOT, text, values));
    }

    /** Nothing missed, nothing void. */
    boolean good() {
        return good;
    }

    String text() {
        return tables + String.join("\n", verdicts) + "\n";
    }

    private static String machine() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown CPU");
        return Runtime.getRuntime().availableProcessors() + " cores, " + model + ", Linux "
                + System.getProperty("os.version") + ", Java " + Runtime.version() + ", " + Broker.version();
    }
}
