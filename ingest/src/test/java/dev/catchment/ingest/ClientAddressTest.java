package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.contract.plan.IngestSettings;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private final ClientAddress addresses = new ClientAddress(IngestSettings.DEFAULT_TRUSTED_PROXIES);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # peer      | X-Forwarded-For, a header per semicolon        | client
            203.0.113.9 |                                                | 203.0.113.9
            203.0.113.9 | 198.51.100.1                                   | 203.0.113.9
            10.0.0.1    | 198.51.100.1                                   | 198.51.100.1
            10.0.0.1    | 192.0.2.66, 198.51.100.1                       | 198.51.100.1
            10.0.0.1    | 192.0.2.66, 198.51.100.1, 10.2.3.4             | 198.51.100.1
            10.0.0.1    | 192.0.2.66,198.51.100.1;10.2.3.4               | 198.51.100.1
            10.0.0.1    | 192.0.2.66;198.51.100.1                        | 198.51.100.1
            10.0.0.1    | 192.168.1.2, 10.0.0.7                          | 192.168.1.2
            10.0.0.1    | 198.51.100.1, unknown, 10.2.3.4                | 10.2.3.4
            10.0.0.1    | 198.51.100.1,                                  | 10.0.0.1
            10.0.0.1    | ''                                             | 10.0.0.1
            10.0.0.1    | 198.51.100.1:4711                              | 198.51.100.1
            ::1         | 2001:db8::7                                    | 2001:db8::7
            fe80::2     | [2001:db8::7]:443, fd00::1                     | 2001:db8::7
            127.0.0.1   | ::ffff:198.51.100.1                            | 198.51.100.1
            2001:db8::9 | 198.51.100.1                                   | 2001:db8::9
            """)
    void theLastAddressBeforeTheTrustedProxiesIsTheClients(String peer, String forwardedFor, String client) {
        // Given
        List<String> lines = forwardedFor == null ? List.of() : List.of(forwardedFor.split(";", -1));

        // When
        InetAddress address = addresses.of(InetAddress.ofLiteral(peer), lines);

        // Then
        assertThat(AddressText.of(address)).isEqualTo(client);
    }

    @Test
    void withoutTrustedProxiesThePeerIsTheClient() {
        InetAddress peer = InetAddress.ofLiteral("127.0.0.1");
        assertThat(new ClientAddress(List.of()).of(peer, List.of("198.51.100.1")))
                .isEqualTo(peer);
    }

    @Test
    void whatIsNoNetworkIsRefused() {
        assertThatThrownBy(() -> new ClientAddress(List.of("10.0.0.0/33")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:DB8:0:0:0:0:0:1,       2001:db8::1",
        "2001:db8:0:1:0:0:0:1,       2001:db8:0:1::1",
        "2001:0:0:1:0:0:1:1,         2001::1:0:0:1:1",
        "2001:db8:0:1:1:1:1:1,       2001:db8:0:1:1:1:1:1",
        "1:0:0:0:0:0:0:0,            1::",
        "::,                         ::",
        "::1,                        ::1",
        "fe80::1%eth0,               fe80::1",
        "[::1],                      ::1",
        "'  192.0.2.1 ',             192.0.2.1",
    })
    void anAddressIsWrittenInOneWay(String text, String written) {
        assertThat(AddressText.parse(text).map(AddressText::of)).contains(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "localhost",
                "10.1",
                "1.2.3.256",
                "1.2.3.4.5",
                "0x7f.0.0.1",
                "1.2.3.-4",
                "[::1",
                "::g",
                "1:2:3",
                "_hidden",
                "1.2.3.4, 5.6.7.8",
                "2001:db8:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0001"
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(AddressText.parse(text)).isEmpty();
    }
}
