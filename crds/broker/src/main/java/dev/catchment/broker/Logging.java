package dev.catchment.broker;

import java.util.List;
import java.util.Map;

/** How the three programs log, chosen before the first logger is made. */
public final class Logging {
    /** {@code text} (default) for people, {@code json} for what collects the logs of pods. */
    public static final String FORMAT = "CATCHMENT_LOG_FORMAT";

    private static final String CONFIGURATION = "logback.configurationFile";
    private static final List<String> FORMATS = List.of("text", "json");

    private Logging() {}

    /**
     * Takes this configuration, unless the command line names another one. It is no logback.xml, which would count for
     * all programs that hold this code.
     *
     * @param resource its place on the class path
     * @throws IllegalArgumentException if there is no such format; the message says which there are
     */
    public static void start(String resource, Map<String, String> environment) {
        String format = environment.getOrDefault(FORMAT, "").strip();
        if (!format.isEmpty() && !FORMATS.contains(format)) {
            throw new IllegalArgumentException(
                    FORMAT + "=" + format + " is not a format: write " + String.join(" or ", FORMATS));
        }
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, resource);
        }
        System.setProperty("catchment.log.format", format.isEmpty() ? FORMATS.getFirst() : format);
    }
}
