package dev.catchment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The load generator for the maximum: each of its connections sends the next request when it has its answer. */
final class Wrk {
    static final int CONNECTIONS = 32;

    private Wrk() {}

    /** @param slowest the 99th percentile of the answer times, as wrk writes it */
    record Result(double eventsPerSecond, double events, String slowest) {}

    /** Sends for so many seconds. Any answer but a 2xx, and any broken connection, ends the benchmark. */
    static Result run(Load load, int port, int seconds, Path folder) throws IOException, InterruptedException {
        return run(load, port, seconds, folder, CONNECTIONS);
    }

    static Result run(Load load, int port, int seconds, Path folder, int connections)
            throws IOException, InterruptedException {
        Path script = Files.writeString(Files.createTempFile(folder, "load", ".lua"), script(load));
        String output = Output.of(
                "wrk",
                "--threads",
                "2",
                "--connections",
                Integer.toString(connections),
                "--duration",
                seconds + "s",
                "--latency",
                "--script",
                script.toString(),
                "http://127.0.0.1:" + port + load.path());
        Files.delete(script);
        if (output.contains("Non-2xx") || output.contains("Socket errors")) {
            throw new IOException("not every answer was a 200:\n" + output);
        }
        return new Result(
                Double.parseDouble(Output.find("Requests/sec:\\s+([0-9.]+)", output)) * load.events(),
                Double.parseDouble(Output.find("(\\d+) requests in", output)) * load.events(),
                Output.find("(?m)^ +99% +(\\S+)", output));
    }

    private static String script(Load load) {
        String fixed = """
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                wrk.headers["Authorization"] = "%s"
                wrk.body = [==[%s]==]
                """.formatted(Load.authorization(0), load.body());
        return load.rotated() == 0 ? fixed : fixed + rotation(load.rotated());
    }

    /** All requests are made before the load begins; sending one is a look into a table, however many there are. */
    private static String rotation(int sources) {
        String keys = IntStream.range(0, sources)
                .mapToObj(source -> '"' + Load.authorization(source) + '"')
                .collect(Collectors.joining(","));
        return """
                local requests, turn = {}, 0
                function init(arguments)
                  for number, key in ipairs({%s}) do
                    wrk.headers["Authorization"] = key
                    requests[number] = wrk.format()
                  end
                end
                function request()
                  turn = turn %% #requests + 1
                  return requests[turn]
                end
                """.formatted(keys);
    }
}
