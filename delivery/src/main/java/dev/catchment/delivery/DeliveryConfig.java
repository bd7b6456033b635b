package dev.catchment.delivery;

import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.HubId;
import dev.catchment.contract.PlaneEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a delivery plane is told when it starts; all else is in the plan.
 *
 * @param instance unique among the live instances of the hub's delivery plane
 * @param host address that the admin port listens on
 * @param adminPort for /livez, /readyz and /metrics; 0: any free one
 * @param workspaceKey 32 bytes, to open the destinations' credentials
 */
public record DeliveryConfig(
        HubId hub, String instance, String host, int adminPort, BrokerSettings broker, byte[] workspaceKey) {
    /** For a plane inside another process: its admin port is open to this machine only. */
    public DeliveryConfig(HubId hub, String instance, int adminPort, BrokerSettings broker, byte[] workspaceKey) {
        this(hub, instance, "127.0.0.1", adminPort, broker, workspaceKey);
    }

    /** @throws IllegalArgumentException if a variable is missing or wrong; the message names it */
    public static DeliveryConfig fromEnvironment(Map<String, String> environment) throws IOException {
        return new DeliveryConfig(
                new HubId(
                        required(environment, PlaneEnvironment.NAMESPACE),
                        required(environment, PlaneEnvironment.WORKSPACE)),
                required(environment, PlaneEnvironment.INSTANCE),
                "0.0.0.0",
                port(environment),
                BrokerSettings.fromEnvironment(environment),
                Files.readAllBytes(Path.of(required(environment, PlaneEnvironment.WORKSPACE_KEY_FILE))));
    }

    private static int port(Map<String, String> environment) {
        String text = environment.getOrDefault(PlaneEnvironment.ADMIN_PORT, "8081");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    PlaneEnvironment.ADMIN_PORT + " is \"" + text + "\": give it a port number, such as 8081", e);
        }
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set: the operator sets it in the plane's Deployment");
        }
        return value;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "delivery plane " + instance + " of " + hub;
    }
}
