package dev.catchment.ingest;

import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.HubId;
import dev.catchment.contract.PlaneEnvironment;
import java.time.Duration;
import java.util.Map;

/**
 * What an ingest process is told when it starts; everything that may change later is in the plan.
 *
 * @param instance unique among the live instances of the hub's ingest: the pod's name
 * @param host address to listen on, for events and for the admin port
 * @param httpPort 0: any free port
 * @param adminPort 0: any free port
 * @param waitingBytes bodies that are read or wait to be stored, all together; beyond it requests are answered with 429
 * @param serveOn how long a process that is to end serves on, until nobody sends to it any more
 */
public record IngestConfig(
        HubId hub,
        String instance,
        String host,
        int httpPort,
        int adminPort,
        long waitingBytes,
        BrokerSettings broker,
        Duration serveOn) {
    public static final long DEFAULT_WAITING_BYTES = 48L << 20;

    private static final int DEFAULT_HTTP_PORT = 8080;
    private static final int DEFAULT_ADMIN_PORT = 8081;
    /** Kubernetes' own routing follows within a second or two; that of load balancers outside takes longer. */
    private static final int DEFAULT_SERVE_ON = 5;
    /** So that requests that are under way then can be stored within the pod's 60 s. */
    private static final int MOST_SERVE_ON = 30;

    /** For ingest inside another process, whose end concerns nobody else. */
    public IngestConfig(
            HubId hub,
            String instance,
            String host,
            int httpPort,
            int adminPort,
            long waitingBytes,
            BrokerSettings broker) {
        this(hub, instance, host, httpPort, adminPort, waitingBytes, broker, Duration.ZERO);
    }

    /**
     * As the operator sets it; see {@link PlaneEnvironment}.
     *
     * @throws IllegalArgumentException if a variable is missing or wrong; the message names it
     */
    public static IngestConfig fromEnvironment(Map<String, String> environment) {
        return new IngestConfig(
                new HubId(
                        required(environment, PlaneEnvironment.NAMESPACE),
                        required(environment, PlaneEnvironment.WORKSPACE)),
                required(environment, PlaneEnvironment.INSTANCE),
                "0.0.0.0",
                port(environment, PlaneEnvironment.HTTP_PORT, DEFAULT_HTTP_PORT),
                port(environment, PlaneEnvironment.ADMIN_PORT, DEFAULT_ADMIN_PORT),
                DEFAULT_WAITING_BYTES,
                BrokerSettings.fromEnvironment(environment),
                Duration.ofSeconds(number(
                        environment,
                        PlaneEnvironment.SERVE_ON_SECONDS,
                        DEFAULT_SERVE_ON,
                        MOST_SERVE_ON,
                        "whole seconds")));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    private static int port(Map<String, String> environment, String name, int otherwise) {
        return number(environment, name, otherwise, 0xFFFF, "a port");
    }

    private static int number(Map<String, String> environment, String name, int otherwise, int most, String what) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered like a number out of range.
        }
        throw new IllegalArgumentException(name + " is \"" + value + "\": give it " + what + ", 0 to " + most);
    }
}
