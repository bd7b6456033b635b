package dev.catchment.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.contract.plan.DeliverySettings.Egress;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {
    private final EgressGuard guard = allowing();

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
                "100.100.100.200",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "168.63.129.16",
                "192.0.0.170",
                "192.0.0.192",
                "::1",
                "::",
                "fe80::1",
                "fe80::a9fe:a9fe",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "fd00:c1::a9fe:a9fe",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::ffff:0:169.254.169.254",
                "::7f00:1",
                "::169.254.169.254",
                "64:ff9b::7f00:1",
                "64:ff9b::8.8.8.8",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2002:808:808::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2606:4700::5efe:10.0.0.1",
                "2606:4700::200:5efe:169.254.169.254",
                "2001:db8::1",
                "100::1"
            })
    void innerAddressesAreRefused(String address) {
        assertThat(guard.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "172.15.255.255",
                "172.32.0.1",
                "100.63.255.255",
                "168.63.129.17",
                "2606:4700::1111",
                "2606:4700::5efe:8.8.8.8"
            })
    void publicAddressesAreAllowed(String address) {
        assertThat(guard.allows(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void whatTheWorkspaceAllowsIsAllowedAndNothingElse() {
        // Given
        EgressGuard wider = new EgressGuard(new Egress(List.of("10.1.0.0/20", "fd12::/16"), List.of(25)));

        // Then
        assertThat(wider.allows(InetAddress.ofLiteral("10.1.15.255"))).isTrue();
        assertThat(wider.allows(InetAddress.ofLiteral("::ffff:10.1.15.255"))).isTrue();
        assertThat(wider.allows(InetAddress.ofLiteral("10.1.16.0"))).isFalse();
        assertThat(wider.allows(InetAddress.ofLiteral("fd12::1"))).isTrue();
        assertThat(wider.allows(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
        assertThatCode(() -> wider.checkPort(25)).doesNotThrowAnyException();
        assertThatThrownBy(() -> guard.checkPort(25)).hasMessageContaining("egress.allowPorts");
        assertThatCode(() -> guard.checkPort(443)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0,          169.254.169.254",
        "0.0.0.0/0,          168.63.129.16",
        "0.0.0.0/0,          100.100.100.200",
        "168.0.0.0/8,        168.63.129.16",
        "0.0.0.0/0,          ::ffff:169.254.169.254",
        "::/0,               ::169.254.169.254",
        "::/0,               64:ff9b::169.254.169.254",
        "64:ff9b::/96,       64:ff9b::169.254.169.254",
        "64:ff9b:1::/48,     64:ff9b:1::169.254.169.254",
        "64:ff9b:1::/48,     64:ff9b:1:a9fe:a9:fe00::",
        "2002::/16,          2002:a9fe:a9fe::1",
        "2001::/32,          2001:0:a9fe:a9fe::1",
        "2001::/32,          2001:0:808:808:0:0:5601:5601",
        "::/0,               2606:4700::5efe:169.254.169.254",
        "::/0,               fe80::a9fe:a9fe",
        "fd00::/8,           fd00:ec2::254",
        "fd00::/8,           fd20:ce::254",
        "fd00::/8,           fd00:c1::a9fe:a9fe",
    })
    void aWideRangeOpensNoMetadataAddress(String range, String address) {
        assertThat(allowing(range).allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.169.254/32, 169.254.169.254,        true",
        "169.254.169.254/32, 169.254.169.253,        false",
        "169.254.169.254/32, ::ffff:169.254.169.254, true",
        "fd00:ec2::254/128,  fd00:ec2::254,          true",
        "::1/128,            ::1,                    true",
        "64:ff9b::/96,       64:ff9b::8.8.8.8,       true",
        "64:ff9b::/96,       64:ff9b::10.0.0.1,      false",
        "64:ff9b:1::/48,     64:ff9b:1::8.8.8.8,     true",
        "2002::/16,          2002:808:808::1,        true",
        "2002::/16,          2002:a00:1::1,          false",
    })
    void aRangeOpensWhatItNamesAndWhatIsCarriedIsJudgedToo(String range, String address, boolean open) {
        assertThat(allowing(range).allows(InetAddress.ofLiteral(address))).isEqualTo(open);
    }

    @Test
    void ofSeveralAddressesOnlyThePublicOnesRemain() {
        InetAddress[] addresses = {
            InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("::1")
        };
        assertThat(guard.allowed("mixed.example", addresses)).containsExactly(InetAddress.ofLiteral("1.1.1.1"));
    }

    @Test
    void aNameWithOnlyInnerAddressesIsRefusedByName() {
        InetAddress[] addresses = {InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("169.254.169.254")};
        assertThatThrownBy(() -> guard.allowed("inner.example", addresses))
                .hasMessageContaining("inner.example")
                .hasMessageContaining("egress.allowCIDRs");
    }

    private static EgressGuard allowing(String... ranges) {
        return new EgressGuard(new Egress(List.of(ranges), List.of()));
    }
}
