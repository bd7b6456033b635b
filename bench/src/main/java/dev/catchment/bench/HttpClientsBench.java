package dev.catchment.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What single POSTs cost with each HTTP client: every client in a JVM of its own, the webhook in another, in turns, round
 * by round. Arguments: seconds of one run, rounds that count.
 */
public final class HttpClientsBench {
    /** As the operator runs delivery. */
    private static final List<String> JVM = List.of(
            "-XX:+UseParallelGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xmx224m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final Map<String, String> CLIENTS = clients();
    private static final List<Integer> IN_FLIGHT = List.of(16, 64);

    private HttpClientsBench() {}

    private record Run(double perSecond, double cpuPerMillion, long failed) {}

    private record Client(Process process, BufferedReader out, Writer in) {
        Run run(int inFlight, int seconds) throws IOException {
            in.write(inFlight + " " + seconds + "\n");
            in.flush();
            String line = out.readLine();
            if (line == null) {
                throw new IOException("a client ended");
            }
            double[] numbers = Arrays.stream(line.split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            return new Run(numbers[0] / numbers[1] * 1e9, numbers[2] / numbers[0] * 1e6, (long) numbers[3]);
        }
    }

    private static Map<String, String> clients() {
        Map<String, String> clients = new LinkedHashMap<>();
        clients.put("delivery", "delivery's `Outbound`: address checked, deadline, bounded answer");
        clients.put("httpclient5-minimal", "Apache HttpClient 5.6.5, minimal");
        clients.put("httpclient5", "Apache HttpClient 5.6.5, all switched off that can be");
        clients.put("helidon", "Helidon WebClient 4.3.0");
        clients.put("jdk", "the JDK's HttpClient");
        return clients;
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        List<Process> started = new ArrayList<>();
        try {
            Process server = start(HttpClientsServer.class);
            started.add(server);
            String port = reader(server).readLine();
            Map<String, Client> clients = new LinkedHashMap<>();
            for (String name : CLIENTS.keySet()) {
                Process process = start(HttpClientsProbe.class, name, port);
                started.add(process);
                clients.put(
                        name,
                        new Client(
                                process,
                                reader(process),
                                new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII)));
            }
            print(measure(clients, seconds, rounds), seconds, rounds);
        } finally {
            started.forEach(Process::destroy);
        }
    }

    /** The first round warms up and does not count. */
    private static Map<String, List<Run>> measure(Map<String, Client> clients, int seconds, int rounds)
            throws IOException {
        Map<String, List<Run>> measured = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (int inFlight : IN_FLIGHT) {
                for (Map.Entry<String, Client> client : clients.entrySet()) {
                    Run run = client.getValue().run(inFlight, seconds);
                    System.err.printf(
                            "round %d  %-20s %3d in flight  %7.0f/s  %6.1f CPU-s per million, %d failed%n",
                            round, client.getKey(), inFlight, run.perSecond(), run.cpuPerMillion(), run.failed());
                    if (round > 0) {
                        measured.computeIfAbsent(key(client.getKey(), inFlight), _ -> new ArrayList<>())
                                .add(run);
                    }
                }
            }
        }
        return measured;
    }

    private static void print(Map<String, List<Run>> measured, int seconds, int rounds) {
        System.out.printf("median of %d runs of %d s each, in turns%n%n", rounds, seconds);
        System.out.println("| client | in flight | requests/s | CPU-s per million requests | failed, in all runs |");
        System.out.println("|---|---|---|---|---|");
        CLIENTS.forEach((name, title) -> IN_FLIGHT.forEach(inFlight -> {
            List<Run> runs = measured.getOrDefault(key(name, inFlight), List.of());
            System.out.printf(
                    "| %s | %d | %,.0f | %.1f | %d |%n",
                    title,
                    inFlight,
                    median(runs.stream().map(Run::perSecond)),
                    median(runs.stream().map(Run::cpuPerMillion)),
                    runs.stream().mapToLong(Run::failed).sum());
        }));
    }

    private static String key(String client, int inFlight) {
        return client + " " + inFlight;
    }

    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
