package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressLimitsTest {
    private final AtomicLong now = new AtomicLong();
    private final AddressLimits limits = new AddressLimits(now::get);

    @Test
    void eachAddressHasABucketOfItsOwnForEachOwner() throws Exception {
        // Given
        assertThat(take("web", "192.0.2.1", 3)).isZero();

        // Then
        assertThat(take("web", "192.0.2.1", 1)).isEqualTo(1);
        assertThat(take("web", "192.0.2.2", 1)).isZero();
        assertThat(take("app", "192.0.2.1", 1)).isZero();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(take("web", "192.0.2.1", 1)).isZero();
    }

    @Test
    void anIpv6NetworkIsOneClient() throws Exception {
        // Given
        assertThat(take("web", "2001:db8:0:1::1", 3)).isZero();

        // Then
        assertThat(take("web", "2001:db8:0:1:ffff::2", 1)).isEqualTo(1);
        assertThat(take("web", "2001:db8:0:2::1", 1)).isZero();
    }

    @Test
    void aMillionAddressesTakeNoMoreMemoryThanSomeOfThem() throws Exception {
        // Given
        assertThat(limits.find("", 3, InetAddress.getByName("10.0.0.1"))).isNull();

        // When
        for (int i = 0; i < 1_000_000; i++) {
            byte[] address = ByteBuffer.allocate(4).putInt(i * 26_544_357).array();
            int unused = limits.of("", 3, 3, InetAddress.getByAddress(address)).take(1);
        }

        // Then
        assertThat(limits.size()).isPositive().isLessThanOrEqualTo(AddressLimits.ADDRESSES);
    }

    private int take(String whose, String address, int events) throws Exception {
        return limits.of(whose, 3, 3, InetAddress.getByName(address)).take(events);
    }
}
