package dev.catchment.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the command line of {@link DeliveryBench} asks for.
 *
 * @param folder for the data of the run
 * @param seconds of one round
 * @param rounds that count, after one that does not
 * @param jvm options of delivery's JVM, such as a profiler's
 * @param deadMinutes how long the dead destination is dead
 */
record DeliveryOptions(
        Path folder, int seconds, int rounds, Set<Scenario> scenarios, List<String> jvm, int deadMinutes) {
    /** In the order in which they run. */
    enum Scenario {
        SINGLE,
        BATCH,
        READING,
        MANY,
        INGESTS,
        REPLICAS,
        DEAD,
        LANES;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static DeliveryOptions parse(String[] arguments) {
        int seconds = 10;
        int rounds = 3;
        int deadMinutes = 2;
        Set<Scenario> scenarios = EnumSet.noneOf(Scenario.class);
        List<String> jvm = new ArrayList<>();
        for (int i = 1; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--seconds" -> seconds = Options.number(arguments[i], value, 1);
                case "--rounds" -> rounds = Options.number(arguments[i], value, 1);
                case "--scenario" -> scenarios.add(scenario(value));
                case "--jvm" -> jvm.add(value);
                case "--dead-minutes" -> deadMinutes = Options.number(arguments[i], value, 1);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        return new DeliveryOptions(
                Path.of(arguments[0]).toAbsolutePath(),
                seconds,
                rounds,
                scenarios.isEmpty() ? EnumSet.allOf(Scenario.class) : scenarios,
                List.copyOf(jvm),
                deadMinutes);
    }

    private static Scenario scenario(String name) {
        for (Scenario scenario : Scenario.values()) {
            if (scenario.label().equals(name)) {
                return scenario;
            }
        }
        throw new IllegalArgumentException("--scenario " + name + ": give it one of "
                + String.join(
                        ", ",
                        EnumSet.allOf(Scenario.class).stream()
                                .map(Scenario::label)
                                .toList()));
    }
}
