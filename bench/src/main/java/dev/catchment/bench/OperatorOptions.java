package dev.catchment.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line of {@link OperatorBench} asks for.
 *
 * @param folder for the data of the run
 * @param destinations of the large hub
 * @param changes of each series
 * @param heap of the operator's JVM
 * @param jvm further options of it, such as a profiler's
 */
record OperatorOptions(Path folder, int destinations, int changes, String heap, List<String> jvm) {
    /** A series takes one Destination in a hundred. */
    private static final int FEWEST_DESTINATIONS = 100;

    static OperatorOptions parse(String[] arguments) {
        int destinations = 10_000;
        int changes = 100;
        String heap = "288m";
        List<String> jvm = new ArrayList<>();
        for (int i = 1; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--destinations" -> destinations = Options.number(arguments[i], value, FEWEST_DESTINATIONS);
                case "--changes" -> changes = Options.number(arguments[i], value, 1);
                case "--heap" -> heap = value;
                case "--jvm" -> jvm.add(value);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        return new OperatorOptions(
                Path.of(arguments[0]).toAbsolutePath(), destinations, changes, heap, List.copyOf(jvm));
    }
}
