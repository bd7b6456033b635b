package dev.catchment.operator.workspace;

import dev.catchment.contract.AddressRange;
import dev.catchment.contract.MetadataAddresses;
import dev.catchment.contract.Plane;
import dev.catchment.contract.PublicAddresses;
import dev.catchment.contract.plan.DeliverySettings.Egress;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The NetworkPolicy of a plane. What delivery may reach is what its own check of each dialled address allows
 * ({@link PublicAddresses}, {@link MetadataAddresses}, the Workspace's egress): two walls of one plan. NATS and DNS are
 * let out to any address, because their servers have names. Pure.
 */
final class PlaneNetwork {
    private static final int DNS = 53;
    private static final int NATS = 4222;
    private static final int FIRST_FREE_PORT = 1024;
    private static final int LAST_PORT = 65535;

    private PlaneNetwork() {}

    /** @param beyond what a Workspace allows beside public addresses and the usual ports */
    static NetworkPolicy of(PlaneModel model, Egress beyond) {
        List<NetworkPolicyEgressRule> out = new ArrayList<>();
        out.add(rule(List.of(), natsPorts(model.natsServers())));
        out.add(rule(List.of(), List.of(port("UDP", DNS), port("TCP", DNS))));
        if (model.plane() == Plane.DELIVERY) {
            out.add(rule(destinations(beyond), ports(beyond)));
        }
        return new NetworkPolicyBuilder()
                .withMetadata(model.metadata())
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(model.selector())
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .withIngress(new NetworkPolicyIngressRuleBuilder()
                        .withPorts(PlaneDeployment.ports(model.plane()).stream()
                                .map(open -> port("TCP", open.getContainerPort()))
                                .toList())
                        .build())
                .withEgress(out)
                .endSpec()
                .build();
    }

    private static NetworkPolicyEgressRule rule(List<NetworkPolicyPeer> to, List<NetworkPolicyPort> ports) {
        return new NetworkPolicyEgressRuleBuilder().withTo(to).withPorts(ports).build();
    }

    private static NetworkPolicyPort port(String protocol, int number) {
        return new NetworkPolicyPortBuilder()
                .withProtocol(protocol)
                .withPort(new IntOrString(number))
                .build();
    }

    /** jnats' default holds for every scheme. */
    private static List<NetworkPolicyPort> natsPorts(List<String> servers) {
        TreeSet<Integer> ports = new TreeSet<>();
        for (String server : servers) {
            int port = URI.create(server.contains("://") ? server : "nats://" + server)
                    .getPort();
            ports.add(port < 0 ? NATS : port);
        }
        return ports.stream().map(number -> port("TCP", number)).toList();
    }

    private static List<NetworkPolicyPort> ports(Egress beyond) {
        TreeSet<Integer> single = new TreeSet<>(List.of(80, 443));
        beyond.allowPorts().stream().filter(number -> number < FIRST_FREE_PORT).forEach(single::add);
        List<NetworkPolicyPort> ports = new ArrayList<>();
        single.forEach(number -> ports.add(port("TCP", number)));
        ports.add(new NetworkPolicyPortBuilder(port("TCP", FIRST_FREE_PORT))
                .withEndPort(LAST_PORT)
                .build());
        return ports;
    }

    private static List<NetworkPolicyPeer> destinations(Egress beyond) {
        List<NetworkPolicyPeer> peers = new ArrayList<>();
        peers.add(block(PublicAddresses.V4, PublicAddresses.NOT_PUBLIC_V4));
        peers.add(block(PublicAddresses.V6, PublicAddresses.NOT_PUBLIC_V6));
        beyond.allowCidrs().stream()
                .map(AddressRange::parse)
                .map(AddressRange::masked)
                .map(range -> block(range, List.of()))
                .forEach(peers::add);
        return peers;
    }

    /** Less the metadata addresses in it, unless it names them. */
    private static NetworkPolicyPeer block(AddressRange range, List<AddressRange> less) {
        List<AddressRange> metadata = MetadataAddresses.areNamedBy(range)
                ? List.of()
                : MetadataAddresses.RANGES.stream()
                        .filter(range::contains)
                        .filter(each -> less.stream().noneMatch(other -> other.contains(each)))
                        .toList();
        return new NetworkPolicyPeerBuilder()
                .withNewIpBlock()
                .withCidr(range.toString())
                .withExcept(Stream.concat(less.stream(), metadata.stream())
                        .map(AddressRange::toString)
                        .toList())
                .endIpBlock()
                .build();
    }
}
