package dev.catchment.operator;

import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.HubSpec;
import dev.catchment.compile.EgressMaximum;
import dev.catchment.contract.AddressRange;
import dev.catchment.contract.Plane;
import dev.catchment.contract.PlaneEnvironment;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the installation decides. Sizes in bytes.
 *
 * @param nats the installation's NATS, for every Workspace that names none
 * @param natsReplicas copies of every stream and bucket, unless a Workspace says otherwise
 * @param planeCredentialsSecrets names of the Secrets with the NATS credentials of the planes in each Workspace's
 *     namespace; absent: the installation's NATS asks that plane for none
 * @param watchNamespaces namespaces whose resources are looked after; empty: all
 * @param leaderElection name of the Lease; absent: this operator is alone
 * @param imagePullPolicy of the planes; absent: Kubernetes decides
 * @param imagePullSecrets names of Secrets in each Workspace's namespace that the planes' images are fetched with
 * @param deletionPatience how long the deletion of a Workspace waits for its data to be removed from NATS
 * @param adminPort of the operator's /livez, /readyz and /metrics
 * @param egressMaximum the most that Workspaces may add to where destinations may send to
 * @param counters how they come into statuses
 * @param upkeep how it looks after what lies in NATS
 */
public record OperatorSettings(
        BrokerSettings nats,
        int natsReplicas,
        Map<Plane, String> planeCredentialsSecrets,
        long logMaxBytes,
        long archiveMaxBytes,
        long planMaxBytes,
        String ingestImage,
        String deliveryImage,
        Optional<String> imagePullPolicy,
        List<String> imagePullSecrets,
        Set<String> watchNamespaces,
        Optional<String> leaderElection,
        Duration deletionPatience,
        int adminPort,
        EgressMaximum egressMaximum,
        CounterRules counters,
        Upkeep upkeep) {
    private static final String INGEST_IMAGE = "CATCHMENT_INGEST_IMAGE";
    private static final String DELIVERY_IMAGE = "CATCHMENT_DELIVERY_IMAGE";
    private static final String EGRESS_CIDRS = "CATCHMENT_EGRESS_MAXIMUM_CIDRS";
    private static final String EGRESS_PORTS = "CATCHMENT_EGRESS_MAXIMUM_PORTS";
    private static final String NOTHING = "none";
    private static final String DEFAULT_SIZE = "10Gi";

    public OperatorSettings {
        planeCredentialsSecrets = Map.copyOf(planeCredentialsSecrets);
        imagePullSecrets = List.copyOf(imagePullSecrets);
        watchNamespaces = Set.copyOf(watchNamespaces);
    }

    /** @throws IllegalArgumentException if a variable is missing or cannot be read; the message names it */
    public static OperatorSettings fromEnvironment(Map<String, String> environment) {
        BrokerSettings nats = BrokerSettings.fromEnvironment(environment);
        nats.problem().ifPresent(problem -> {
            throw new IllegalArgumentException(PlaneEnvironment.NATS_SERVERS + ": " + problem);
        });
        return new OperatorSettings(
                nats,
                number(environment, "CATCHMENT_NATS_REPLICAS", 1),
                planeCredentials(environment),
                size(environment, "CATCHMENT_LOG_MAX_BYTES").orElseGet(() -> bytes(DEFAULT_SIZE)),
                size(environment, "CATCHMENT_ARCHIVE_MAX_BYTES").orElseGet(() -> bytes(DEFAULT_SIZE)),
                size(environment, "CATCHMENT_PLAN_MAX_BYTES").orElse(HubSpec.DEFAULT_PLAN_MAX_BYTES),
                required(environment, INGEST_IMAGE),
                required(environment, DELIVERY_IMAGE),
                value(environment, "CATCHMENT_IMAGE_PULL_POLICY"),
                names(environment, "CATCHMENT_IMAGE_PULL_SECRETS").toList(),
                names(environment, "CATCHMENT_WATCH_NAMESPACES").collect(Collectors.toCollection(TreeSet::new)),
                value(environment, "CATCHMENT_LEADER_ELECTION_LEASE"),
                Duration.ofSeconds(number(environment, "CATCHMENT_DELETION_PATIENCE_SECONDS", 300)),
                number(environment, PlaneEnvironment.ADMIN_PORT, 8081),
                new EgressMaximum(
                        list(environment, EGRESS_CIDRS, OperatorSettings::cidr),
                        list(environment, EGRESS_PORTS, Integer::valueOf)),
                CounterRules.STANDARD,
                new Upkeep(
                        seconds(environment, "CATCHMENT_DRIFT_POLL_SECONDS", Upkeep.STANDARD.driftPoll()),
                        value(environment, "CATCHMENT_CLUSTER_ID"),
                        seconds(environment, "CATCHMENT_LEADER_ELECTION_SECONDS", Upkeep.STANDARD.lease())));
    }

    /**
     * The Secret in a Workspace's namespace that the operator itself connects with, where it has no credentials of its
     * own: that of both planes.
     */
    public Optional<String> operatorCredentialsSecret() {
        Set<String> secrets = Set.copyOf(planeCredentialsSecrets.values());
        boolean forAll = planeCredentialsSecrets.size() == Plane.values().length && secrets.size() == 1;
        return nats.files().isEmpty() && forAll ? secrets.stream().findFirst() : Optional.empty();
    }

    /** What is said of one plane counts more than what is said of both. */
    private static Map<Plane, String> planeCredentials(Map<String, String> environment) {
        Map<Plane, String> secrets = new EnumMap<>(Plane.class);
        for (Plane plane : Plane.values()) {
            String one = "CATCHMENT_NATS_" + plane.name() + "_CREDENTIALS_SECRET";
            value(environment, one)
                    .or(() -> value(environment, "CATCHMENT_NATS_CREDENTIALS_SECRET"))
                    .ifPresent(secret -> secrets.put(plane, secret));
        }
        return secrets;
    }

    /** Reads a size such as {@code 50Gi}. */
    public static long bytes(String size) {
        return Quantity.getAmountInBytes(Quantity.parse(size)).longValueExact();
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
    }

    private static Stream<String> names(Map<String, String> environment, String name) {
        return value(environment, name).stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::strip);
    }

    private static String required(Map<String, String> environment, String name) {
        return value(environment, name)
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " is not set: give it the image that the planes run, such as catchment/ingest:0.1.0"));
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        return value(environment, name)
                .map(v -> {
                    try {
                        return Integer.parseInt(v);
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException(name + "=" + v + " is not a number", e);
                    }
                })
                .orElse(otherwise);
    }

    private static Duration seconds(Map<String, String> environment, String name, Duration otherwise) {
        int seconds = number(environment, name, Math.toIntExact(otherwise.toSeconds()));
        if (seconds < 1) {
            throw new IllegalArgumentException(name + "=" + seconds + " is too short: give it 1 second at least");
        }
        return Duration.ofSeconds(seconds);
    }

    /** Absent: no limit; {@code none}: nothing. */
    private static <T> @Nullable List<T> list(
            Map<String, String> environment, String name, Function<String, T> element) {
        return value(environment, name)
                .map(text -> {
                    try {
                        return text.equals(NOTHING)
                                ? List.<T>of()
                                : Arrays.stream(text.split(","))
                                        .map(String::strip)
                                        .map(element)
                                        .toList();
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException(
                                name + "=" + text + " cannot be read: separate its values with commas, or write none",
                                e);
                    }
                })
                .orElse(null);
    }

    private static String cidr(String text) {
        return AddressRange.parse(text).toString();
    }

    private static Optional<Long> size(Map<String, String> environment, String name) {
        return value(environment, name).map(v -> {
            try {
                return bytes(v);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new IllegalArgumentException(name + "=" + v + " is not a size such as 50Gi", e);
            }
        });
    }
}
