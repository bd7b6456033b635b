package dev.catchment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the broker's own benchmark reaches on the same server: {@code nats bench js pub}, one message per event, each
 * fsynced on its own, without HTTP. From as many clients as the other contenders have connections.
 */
final class NatsBench implements Contender {
    /** Before the rate is known. */
    private static final int FIRST_MESSAGES = 5_000;

    private static final double MICROSECONDS_PER_MILLISECOND = 1000;

    private final String title;
    private final Hub hub;
    private final Path payload;
    private final List<String> kind;
    private int messages = FIRST_MESSAGES;

    /** @param kind subcommand of {@code nats bench js pub}, with its options */
    NatsBench(String title, Hub hub, Path folder, String... kind) throws IOException {
        this.title = title;
        this.hub = hub;
        this.kind = List.of(kind);
        this.payload = Files.writeString(folder.resolve("event.json"), SampleEvents.single(0));
    }

    /** Those that do what a load's requests do: wait for one event, or for twenty. */
    static List<Contender> of(Load load, Hub hub, Path folder) throws IOException {
        if (load.events() == 1) {
            return List.of(new NatsBench("nats bench js pub sync", hub, folder, "sync"));
        }
        String batch = Integer.toString(load.events());
        return List.of(
                new NatsBench("nats bench js pub async --batch " + batch, hub, folder, "async", "--batch", batch),
                new NatsBench("nats bench js pub atomic --batch " + batch, hub, folder, "atomic", "--batch", batch));
    }

    @Override
    public String title() {
        return title;
    }

    /** Takes half as long as asked for: nothing is decided by it. */
    @Override
    public Measurement measure(Load load, int seconds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getenv("CATCHMENT_NATS_CLI"),
                "--no-context",
                "--server",
                hub.broker().servers()));
        command.addAll(List.of("bench", "js", "pub"));
        command.addAll(kind);
        command.addAll(List.of("--create", "--purge", "--storage", "file", "--no-progress", "--payload"));
        command.addAll(List.of(payload.toString(), "--clients", Integer.toString(Wrk.CONNECTIONS)));
        command.addAll(List.of("--msgs", Integer.toString(messages), "bench.events"));
        double before = Usage.cpuSeconds(hub.broker().pids().getFirst());
        String output = Output.of(command.toArray(String[]::new));
        double cpu = Usage.cpuSeconds(hub.broker().pids().getFirst()) - before;
        if (output.contains("WARNING")) {
            throw new IOException("nats bench lost a connection, or not every message was stored:\n" + output);
        }
        double rate = Double.parseDouble(
                Output.find("aggregated stats: ([0-9,]+) msgs/sec", output).replace(",", ""));
        double slowest = Double.parseDouble(Output.find("latencies per operation .* P99:? ([0-9,.]+)us", output)
                .replace(",", ""));
        Measurement measurement = new Measurement(
                rate,
                cpu / messages * 1e6,
                String.format(Locale.ROOT, "%.2fms", slowest / MICROSECONDS_PER_MILLISECOND));
        messages = (int) Math.max(FIRST_MESSAGES, rate * seconds / 2);
        return measurement;
    }
}
