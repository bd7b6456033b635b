package dev.catchment.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * 128 bits that stand for a message or a user of one source: the first half of SHA-256 over the source's name, a zero
 * byte and the identifier. A cryptographic hash, because clients choose the identifiers: nobody can make another
 * user's event look like a duplicate.
 */
public record Hash128(long high, long low) {
    public static final int BYTES = 16;
    /** Never fed. */
    private static final MessageDigest PROTOTYPE = prototype();

    public static Hash128 of(UUID uuid) {
        return new Hash128(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    public UUID toUuid() {
        return new UUID(high, low);
    }

    /** Partition of the log, 0 to {@code count} − 1. */
    public int partition(int count) {
        return (int) Long.remainderUnsigned(high, count);
    }

    /**
     * Slot of a destination, 0 to {@code count} − 1. From the other half of the hash: the users of one partition would
     * else share a few slots, since all their upper halves have the same remainder.
     */
    public int slot(int count) {
        return (int) Long.remainderUnsigned(low, count);
    }

    /** A fresh SHA-256. Looking one up among the security providers costs more than hashing a short text. */
    public static MessageDigest sha256() {
        try {
            return (MessageDigest) PROTOTYPE.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }

    private static MessageDigest prototype() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Hashes many identifiers of one source. Not for several threads at once: make one per request. */
    public static final class Hasher {
        private final MessageDigest digest;
        private final byte[] prefix;

        /** @param source name of the Source, without a zero character */
        public Hasher(String source) {
            if (source.indexOf(0) >= 0) {
                throw new IllegalArgumentException(
                        "a source's name holds no zero character: it ends there in the hash");
            }
            digest = sha256();
            byte[] name = source.getBytes(StandardCharsets.UTF_8);
            prefix = new byte[name.length + 1];
            System.arraycopy(name, 0, prefix, 0, name.length);
        }

        public Hash128 hash(byte[] identifier) {
            return hash(identifier, 0, identifier.length);
        }

        public Hash128 hash(byte[] bytes, int offset, int length) {
            digest.update(prefix);
            digest.update(bytes, offset, length);
            ByteBuffer sum = ByteBuffer.wrap(digest.digest());
            return new Hash128(sum.getLong(), sum.getLong());
        }

        /** Hashes the identifier's UTF-8; an unpaired surrogate counts as {@code ?}. */
        public Hash128 hash(String identifier) {
            return hash(identifier.getBytes(StandardCharsets.UTF_8));
        }
    }
}
