package dev.catchment.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,     10.255.255.255, true",
        "10.0.0.0/8,     11.0.0.0,       false",
        "172.16.0.0/12,  172.31.255.255, true",
        "172.16.0.0/12,  172.32.0.0,     false",
        "192.0.2.7/32,   192.0.2.7,      true",
        "192.0.2.7,      192.0.2.7,      true",
        "192.0.2.7/32,   192.0.2.6,      false",
        "0.0.0.0/0,      203.0.113.9,    true",
        "0.0.0.0/0,      2001:db8::1,    false",
        "fc00::/7,       fdff::1,        true",
        "fc00::/7,       fe00::1,        false",
        "2001:db8::/33,  2001:db8:7fff::, true",
        "2001:db8::/33,  2001:db8:8000::, false",
    })
    void aRangeHoldsTheAddressesUnderItsPrefix(String range, String address, boolean inside) {
        assertThat(AddressRange.parse(range)
                        .contains(InetAddress.ofLiteral(address).getAddress()))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "anywhere", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "1.2.3.4.5/8"})
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRangeIsNeverOfBothFamilies() {
        assertThat(AddressRange.parse("::/0").contains(new byte[4])).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,  10.1.0.0/16,    10.1.0.0/16",
        "10.1.0.0/16, 10.0.0.0/8,     10.1.0.0/16",
        "0.0.0.0/0,   192.0.2.7/32,   192.0.2.7/32",
        "fc00::/7,    fd00:ec2::/32,  fd00:ec2:0:0:0:0:0:0/32",
    })
    void theNarrowerOfTwoIsWhatTheyShare(String one, String other, String shared) {
        assertThat(AddressRange.parse(one).intersection(AddressRange.parse(other)))
                .hasToString("Optional[" + shared + "]");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 11.0.0.0/8", "0.0.0.0/0, ::/0", "10.1.0.0/16, 10.2.0.0/16"})
    void rangesApartShareNothing(String one, String other) {
        assertThat(AddressRange.parse(one).intersection(AddressRange.parse(other)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.20.30.40/16, 10.20.0.0/16",
        "10.20.30.40/13, 10.16.0.0/13",
        "10.20.30.40/32, 10.20.30.40/32",
        "10.20.30.40/0,  0.0.0.0/0",
        "fd00:ec2::7/32, fd00:ec2:0:0:0:0:0:0/32",
    })
    void bitsThatDoNotCountAreLeftOut(String written, String masked) {
        assertThat(AddressRange.parse(written).masked()).hasToString(masked);
    }
}
