package dev.catchment.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many events per second ingest stores durably on this machine, beside what the web server and the disk allow at
 * most, measured in turns within one run. Arguments: a folder for data; then {@code --seconds N}, {@code --rounds N},
 * {@code --load single|batch} and {@code --jvm OPTION} (for ingest's JVM, such as a profiler). Exit code 1: the run is void or the target missed.
 */
public final class IngestBench {
    private static final int WARM_UP_ROUNDS = 1;
    private static final String BARE = "bare Helidon handler, nothing stored";
    private static final String FLOOR = "plain file, fdatasync per group commit (the floor)";
    private static final String INGEST = "ingest, nats-server with sync_interval: always";

    private final Path folder;
    private final int seconds;
    private final int rounds;
    private final List<Load> loads;

    private IngestBench(Path folder, int seconds, int rounds, List<Load> loads) {
        this.folder = folder;
        this.seconds = seconds;
        this.rounds = rounds;
        this.loads = loads;
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = 10;
        int rounds = 5;
        List<Load> loads = List.of(Load.SINGLE, Load.BATCH);
        List<String> jvm = new ArrayList<>();
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--seconds" -> seconds = Integer.parseInt(arguments[i + 1]);
                case "--rounds" -> rounds = Integer.parseInt(arguments[i + 1]);
                case "--load" -> loads = List.of(arguments[i + 1].equals("single") ? Load.SINGLE : Load.BATCH);
                case "--jvm" -> jvm.add(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        System.exit(new IngestBench(folder, seconds, rounds, loads).run(jvm) ? 0 : 1);
    }

    private boolean run(List<String> jvm) throws Exception {
        Report report = new Report();
        try (Hub hub = Hub.start(folder.resolve("nats"));
                Candidate bare = start(BARE, BareServer.class, List.of());
                Candidate floor = start(
                        FLOOR,
                        FloorServer.class,
                        List.of(folder.resolve("floor.data").toString()));
                Candidate ingest = startIngest(hub, jvm)) {
            for (Load load : loads) {
                Map<Candidate, List<Measurement>> measured = new LinkedHashMap<>();
                List.of(bare, floor, ingest).forEach(candidate -> measured.put(candidate, new ArrayList<>()));
                for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
                    for (Map.Entry<Candidate, List<Measurement>> turn : measured.entrySet()) {
                        hub.emptyLog();
                        Measurement measurement = measure(turn.getKey(), load);
                        if (round >= WARM_UP_ROUNDS) {
                            turn.getValue().add(measurement);
                        }
                    }
                }
                report.add(load, List.copyOf(measured.values()));
            }
            report.memory(
                    Usage.peakMemory(ingest.server().pid()),
                    Usage.peakMemory(hub.nats().pid()));
        }
        System.out.print(report.text(seconds, rounds));
        return report.good();
    }

    private Measurement measure(Candidate candidate, Load load) throws IOException, InterruptedException {
        double before = candidate.cpuSeconds();
        Load.Result result = load.run(candidate.port(), seconds, folder, Hub.WRITE_KEY);
        double cpu = (candidate.cpuSeconds() - before) / result.events() * 1e6;
        System.err.printf(
                "%-14s %-52s %,9.0f events/s  %5.1f CPU-s/million  99 %% in %s%n",
                load.title(), candidate.title(), result.eventsPerSecond(), cpu, result.slowest());
        return new Measurement(candidate.title(), result.eventsPerSecond(), cpu, result.slowest());
    }

    private Candidate start(String title, Class<?> main, List<String> more) throws IOException, InterruptedException {
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(port)));
        arguments.addAll(more);
        return Candidate.start(title, main, port, arguments, List.of(), List.of(), log(main));
    }

    private Candidate startIngest(Hub hub, List<String> jvm) throws IOException, InterruptedException {
        int port = freePort();
        int adminPort = freePort();
        List<String> arguments = List.of(
                Integer.toString(port), Integer.toString(adminPort), hub.nats().url());
        Candidate ingest = Candidate.start(
                INGEST,
                IngestServer.class,
                port,
                arguments,
                jvm,
                List.of(hub.nats().pid()),
                log(IngestServer.class));
        awaitReady(adminPort);
        return ingest;
    }

    private static void awaitReady(int adminPort) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/readyz"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int attempt = 0; attempt < 200; attempt++) {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
                Thread.sleep(50);
            }
        }
        throw new IOException("ingest did not become ready");
    }

    private Path log(Class<?> main) {
        return folder.resolve(main.getSimpleName() + ".log");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
