package dev.catchment.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.contract.plan.DeliverySettings.Egress;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {
    private final EgressGuard guard = new EgressGuard(new Egress(List.of(), List.of()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "168.63.129.16",
                "192.0.0.170",
                "::1",
                "::",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2001::1",
                "2001:db8::1",
                "100::1"
            })
    void innerAddressesAreRefused(String address) throws Exception {
        assertThat(guard.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "2606:4700::1111"})
    void publicAddressesAreAllowed(String address) throws Exception {
        assertThat(guard.allows(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void whatTheWorkspaceAllowsIsAllowedAndNothingElse() throws Exception {
        // Given
        EgressGuard wider = new EgressGuard(new Egress(List.of("10.1.0.0/20", "fd12::/16"), List.of(25)));

        // Then
        assertThat(wider.allows(InetAddress.ofLiteral("10.1.15.255"))).isTrue();
        assertThat(wider.allows(InetAddress.ofLiteral("10.1.16.0"))).isFalse();
        assertThat(wider.allows(InetAddress.ofLiteral("fd12::1"))).isTrue();
        assertThat(wider.allows(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
        assertThatCode(() -> wider.checkPort(25)).doesNotThrowAnyException();
        assertThatThrownBy(() -> guard.checkPort(25)).hasMessageContaining("egress.allowPorts");
        assertThatCode(() -> guard.checkPort(443)).doesNotThrowAnyException();
    }

    @Test
    void aNameWithOnlyInnerAddressesIsRefusedByName() throws Exception {
        InetAddress[] addresses = {InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("169.254.169.254")};
        assertThatThrownBy(() -> guard.allowed("inner.example", addresses))
                .hasMessageContaining("inner.example")
                .hasMessageContaining("egress.allowCIDRs");
    }
}
