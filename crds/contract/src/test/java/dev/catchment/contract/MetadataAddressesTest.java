package dev.catchment.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataAddressesTest {
    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "169.254.170.23", "168.63.129.16", "100.100.100.200", "fd00:ec2::254"})
    void theyAreKnown(String address) {
        assertThat(MetadataAddresses.contain(InetAddress.ofLiteral(address).getAddress()))
                .isTrue();
    }

    @Test
    void othersAreNot() {
        assertThat(MetadataAddresses.contain(
                        InetAddress.ofLiteral("168.63.129.17").getAddress()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.169.254/32, true",
        "169.254.0.0/16,     true",
        "169.0.0.0/8,        false",
        "0.0.0.0/0,          false",
        "::/0,               false",
        "fd00::/8,           false",
        "fd00:ec2::254/128,  true",
    })
    void onlyARangeWithinThemNamesThem(String range, boolean names) {
        assertThat(MetadataAddresses.areNamedBy(AddressRange.parse(range))).isEqualTo(names);
    }
}
