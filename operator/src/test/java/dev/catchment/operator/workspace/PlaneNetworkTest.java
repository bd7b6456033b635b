package dev.catchment.operator.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.PodTemplate;
import dev.catchment.contract.AddressRange;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.plan.DeliverySettings.Egress;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks a policy as a network plug-in does: a packet passes if some rule has its address and its port. */
class PlaneNetworkTest {
    private static final Egress NOTHING = new Egress(List.of(), List.of());

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "168.63.129.17", "2606:4700::1111", "2a00::1"})
    void deliveryReachesThePublicInternet(String address) {
        assertThat(lets(NOTHING, address, 443)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "127.0.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "224.0.0.1",
                "255.255.255.255",
                "0.0.0.0",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "2002:a00::1",
                "2001:db8::1",
                "64:ff9b::a00:1"
            })
    void deliveryReachesNothingElse(String address) {
        assertThat(lets(NOTHING, address, 443)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"80,true", "443,true", "1024,true", "65535,true", "25,false", "22,false", "1023,false"})
    void onlyTheUsualPortsAreOpen(int port, boolean open) {
        assertThat(lets(NOTHING, "8.8.8.8", port)).isEqualTo(open);
    }

    @Test
    void whatTheWorkspaceAllowsIsOpenAndNoMetadataAddressInIt() {
        // Given
        Egress wide = new Egress(List.of("10.0.0.0/8", "100.64.0.0/10", "fd00::/8", "0.0.0.0/0"), List.of(25));

        // Then
        assertThat(lets(wide, "10.1.2.3", 25)).isTrue();
        assertThat(lets(wide, "100.64.0.1", 443)).isTrue();
        assertThat(lets(wide, "fd00:1::1", 443)).isTrue();
        assertThat(lets(wide, "10.1.2.3", 22)).isFalse();
        for (String metadata : List.of("169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254")) {
            assertThat(lets(wide, metadata, 443)).as(metadata).isFalse();
        }
    }

    @Test
    void aMetadataAddressThatIsNamedIsOpen() {
        Egress named = new Egress(List.of("169.254.169.254/32"), List.of());
        assertThat(lets(named, "169.254.169.254", 80)).isTrue();
        assertThat(lets(named, "169.254.170.2", 80)).isFalse();
    }

    @Test
    void ingestReachesNatsAndDnsAtAnyAddressAndNothingElse() {
        // When
        NetworkPolicy policy = PlaneNetwork.of(
                model(Plane.INGEST, "tls://a.example:4333", "nats://b.example", "nats://[fd00::1]:4555"), NOTHING);

        // Then
        for (int port : List.of(4222, 4333, 4555)) {
            assertThat(lets(policy, "TCP", "10.1.2.3", port)).isTrue();
        }
        assertThat(lets(policy, "UDP", "10.96.0.10", 53)).isTrue();
        assertThat(lets(policy, "TCP", "fd00::a", 53)).isTrue();
        assertThat(lets(policy, "TCP", "8.8.8.8", 443)).isFalse();
        assertThat(policy.getSpec().getIngress().getFirst().getFrom()).isEmpty();
        assertThat(policy.getSpec().getIngress().getFirst().getPorts())
                .extracting(port -> port.getPort().getIntVal())
                .containsExactly(8080, 8081);
    }

    private static boolean lets(Egress beyond, String address, int port) {
        return lets(PlaneNetwork.of(model(Plane.DELIVERY, "nats://nats:4222"), beyond), "TCP", address, port);
    }

    private static boolean lets(NetworkPolicy policy, String protocol, String address, int port) {
        return policy.getSpec().getEgress().stream()
                .anyMatch(rule -> has(rule, InetAddress.ofLiteral(address).getAddress())
                        && rule.getPorts().stream().anyMatch(open -> has(open, protocol, port)));
    }

    private static boolean has(NetworkPolicyEgressRule rule, byte[] address) {
        return rule.getTo().isEmpty()
                || rule.getTo().stream().anyMatch(peer -> {
                    IPBlock block = peer.getIpBlock();
                    return AddressRange.parse(block.getCidr()).contains(address)
                            && block.getExcept().stream()
                                    .map(AddressRange::parse)
                                    .noneMatch(range -> range.contains(address));
                });
    }

    private static boolean has(NetworkPolicyPort open, String protocol, int port) {
        int first = open.getPort().getIntVal();
        return open.getProtocol().equals(protocol)
                && port >= first
                && port <= Objects.requireNonNullElse(open.getEndPort(), first);
    }

    private static PlaneModel model(Plane plane, String... servers) {
        return new PlaneModel(
                new HubId("shop", "acme"),
                plane,
                new OwnerReference(),
                "image",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new PodTemplate(Map.of(), Map.of(), Map.of(), List.of(), null, null, List.of()),
                List.of(servers),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOTHING));
    }
}
