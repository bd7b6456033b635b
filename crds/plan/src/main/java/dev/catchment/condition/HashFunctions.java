package dev.catchment.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes of a text's bytes in UTF-8, and what is made of hashes. */
final class HashFunctions {
    private static final CelType DYN = SimpleType.DYN;
    private static final CelType TEXT = SimpleType.STRING;
    /** RFC 9562's namespace for URLs, so that everybody can compute the same UUIDs. */
    private static final UUID NAMESPACE = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    private HashFunctions() {}

    static List<LibraryFunction> functions() {
        return List.of(
                digest("sha256", "SHA-256"),
                digest("sha512", "SHA-512"),
                digest("sha1", "SHA-1"),
                digest("md5", "MD5"),
                hmac("hmacSha256", "HmacSHA256"),
                hmac("hmacSha1", "HmacSHA1"),
                LibraryFunction.of("hex", DYN, List.of(SimpleType.BYTES), HashFunctions::hex)
                        .asSlow(),
                LibraryFunction.of("uuidFrom", DYN, List.of(TEXT), arguments -> uuid(arguments.text(0))
                        .toString()));
    }

    private static LibraryFunction digest(String name, String algorithm) {
        return LibraryFunction.of(name, DYN, List.of(TEXT), arguments -> HexFormat.of()
                .formatHex(digest(algorithm, Utf8.bytes(arguments.text(0)))));
    }

    private static LibraryFunction hmac(String name, String algorithm) {
        return LibraryFunction.of(name, DYN, List.of(DYN, DYN), arguments -> {
            byte[] key = arguments.bytes(1);
            if (key.length == 0) {
                throw arguments.failure("needs a key that is not empty as argument 2");
            }
            return CelByteString.of(mac(algorithm, arguments.bytes(0), key));
        });
    }

    private static Object hex(Arguments arguments) {
        if (arguments.value(0) instanceof CelByteString bytes) {
            Limits.check(arguments, 2L * bytes.size());
            return HexFormat.of().formatHex(bytes.toByteArray());
        }
        throw arguments.refusal(0, "bytes");
    }

    /** Version 5: of a name, by SHA-1. */
    private static UUID uuid(String name) {
        byte[] bytes = Utf8.bytes(name);
        byte[] named = ByteBuffer.allocate(16 + bytes.length)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .put(bytes)
                .array();
        byte[] hash = Arrays.copyOf(digest("SHA-1", named), 16);
        hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        ByteBuffer uuid = ByteBuffer.wrap(hash);
        return new UUID(uuid.getLong(), uuid.getLong());
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    private static byte[] mac(String algorithm, byte[] bytes, byte[] key) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
