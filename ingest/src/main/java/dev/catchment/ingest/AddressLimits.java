package dev.catchment.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Token buckets of client addresses. Addresses cost nothing, so the number of buckets is bounded: who sends from a million
 * of them gets a fresh bucket now and then, and takes no memory.
 */
final class AddressLimits {
    /** At 200 bytes each, 10 MB. */
    static final int ADDRESSES = 50_000;

    private final Cache<Key, RateLimit> buckets =
            Caffeine.newBuilder().maximumSize(ADDRESSES).build();
    private final LongSupplier nanoTime;

    /**
     * @param whose each source has buckets of its own
     * @param perSecond a changed limit begins with new buckets
     * @param network the IPv4 address, or the first 64 bits of the IPv6 address: who has one has all of those
     */
    private record Key(String whose, int perSecond, long network) {}

    /** @param nanoTime a monotonic clock, in nanoseconds */
    AddressLimits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The bucket of an address.
     *
     * @param whose who sets the limit
     * @param burst how many may come at once after a pause
     */
    RateLimit of(String whose, int perSecond, int burst, InetAddress address) {
        return buckets.get(new Key(whose, perSecond, network(address)), _ -> new RateLimit(perSecond, burst, nanoTime));
    }

    /** The same bucket if there is one. */
    @Nullable RateLimit find(String whose, int perSecond, InetAddress address) {
        return buckets.getIfPresent(new Key(whose, perSecond, network(address)));
    }

    /** How many there are, about. */
    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private static long network(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == Integer.BYTES ? bytes.getInt() : bytes.getLong();
    }
}
