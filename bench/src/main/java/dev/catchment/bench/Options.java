package dev.catchment.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param folder for the data of the run
 * @param seconds of one run
 * @param rounds that count, after one that does not
 * @param jvm options of ingest's JVM, such as a profiler's
 * @param soakMinutes 0: the comparison, not the soak
 */
record Options(Path folder, int seconds, int rounds, List<Load> loads, List<String> jvm, int soakMinutes) {
    /** Less cannot be told from warming up. */
    private static final int SHORTEST_SOAK = 3;

    static Options parse(String[] arguments) {
        int seconds = 10;
        int rounds = 5;
        int soak = 0;
        List<Load> loads = List.of(Load.SINGLE, Load.BATCH);
        List<String> jvm = new ArrayList<>();
        for (int i = 1; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--seconds" -> seconds = number(arguments[i], value, 1);
                case "--rounds" -> rounds = number(arguments[i], value, 1);
                case "--load" -> loads = List.of(load(value));
                case "--jvm" -> jvm.add(value);
                case "--soak" -> soak = number(arguments[i], value, SHORTEST_SOAK);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        return new Options(Path.of(arguments[0]).toAbsolutePath(), seconds, rounds, loads, List.copyOf(jvm), soak);
    }

    private static Load load(String name) {
        return switch (name) {
            case "single" -> Load.SINGLE;
            case "batch" -> Load.BATCH;
            default -> throw new IllegalArgumentException("--load " + name + ": give it single or batch");
        };
    }

    static int number(String option, String value, int least) {
        int number = Integer.parseInt(value);
        if (number < least) {
            throw new IllegalArgumentException(option + " " + value + ": at least " + least);
        }
        return number;
    }
}
