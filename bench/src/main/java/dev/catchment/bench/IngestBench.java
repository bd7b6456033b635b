package dev.catchment.bench;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many events per second ingest stores durably on this machine, beside what the web server, the disk and the broker
 * allow, measured in turns within one run; how late its answers are at half of that; and whether it matters how many
 * sources send. With {@code --soak} instead: whether it holds its memory. Arguments: a folder for data, then what
 * {@link Options} reads. Exit code 1: the run is void or a target is missed.
 */
public final class IngestBench {
    private static final List<Integer> SOURCES = List.of(1, 100, Hub.SOURCES);
    /** At half of the maximum; the answers of one such run are many already. */
    private static final int PACED_ROUNDS = 3;

    private final Options options;
    private final Servers servers;
    private final Page page = new Page();
    private final IngestReport report = new IngestReport(page);

    private IngestBench(Options options, Servers servers) {
        this.options = options;
        this.servers = servers;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(arguments);
        Files.createDirectories(options.folder());
        Page page;
        try (Servers servers = Servers.start(options.folder(), options.jvm())) {
            page = new IngestBench(options, servers).run();
        }
        System.out.print(page.text());
        System.exit(page.good() ? 0 : 1);
    }

    private Page run() throws Exception {
        if (options.soakMinutes() > 0) {
            soak();
        } else {
            compare();
        }
        return page;
    }

    private void compare() throws Exception {
        page.begin("%d connections, median of %d runs of %d s each, in turns"
                .formatted(Wrk.CONNECTIONS, options.rounds(), options.seconds()));
        Turns turns = new Turns(servers.hub(), options.seconds(), options.rounds());
        double single = 0;
        for (Load load : options.loads()) {
            double reached = load(turns, load);
            single = load.equals(Load.SINGLE) ? reached : single;
        }
        if (single > 0) {
            atHalf(single);
            sources(turns);
        }
        report.memory(
                Usage.peakMemory(servers.ingest().server().pid()),
                Usage.peakMemory(servers.hub().broker().pids().getFirst()));
    }

    /** @return events/s of ingest */
    private double load(Turns turns, Load load) throws Exception {
        List<Contender> contenders = new ArrayList<>(List.of(servers.bare(), servers.floor(), servers.ingest()));
        contenders.addAll(NatsBench.of(load, servers.hub(), options.folder()));
        Map<Turns.Turn, List<Measurement>> measured = turns.run(contenders.stream()
                .map(contender -> new Turns.Turn(contender, load))
                .toList());
        List<Measurement> medians =
                measured.values().stream().map(Measurement::median).toList();
        report.load(load, contenders.stream().map(Contender::title).toList(), medians);
        return medians.get(contenders.indexOf(servers.ingest())).eventsPerSecond();
    }

    private void atHalf(double most) throws Exception {
        List<PacedLoad.Times> rounds = new ArrayList<>();
        for (int round = 0; round < PACED_ROUNDS; round++) {
            servers.hub().emptyLog();
            PacedLoad.Times times = PacedLoad.run(servers.ingest().port(), most / 2, options.seconds());
            System.err.println("single, at half of the maximum: " + times);
            rounds.add(times);
        }
        report.atHalf(most / 2, rounds);
    }

    private void sources(Turns turns) throws Exception {
        List<Turns.Turn> all = SOURCES.stream()
                .map(number -> new Turns.Turn(servers.ingest(), Load.ofSources(number)))
                .toList();
        Map<Turns.Turn, List<Measurement>> measured = turns.run(all);
        report.sources(
                all.stream().map(turn -> turn.load().title()).toList(),
                measured.values().stream().map(Measurement::median).toList());
    }

    private void soak() throws Exception {
        Load load = options.loads().getFirst();
        page.begin("full load (%s) for %d minutes, %d connections"
                .formatted(load.title(), options.soakMinutes(), Wrk.CONNECTIONS));
        report.soak(new Soak(servers).run(load, options.soakMinutes()));
    }
}
