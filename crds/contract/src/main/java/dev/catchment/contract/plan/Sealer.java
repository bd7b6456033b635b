package dev.catchment.contract.plan;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals credentials under the workspace key: AES-256-GCM, with the place they belong to as associated data, so that one
 * destination's credentials cannot be moved to another. The nonce is derived from key, place and content: equal input
 * gives equal bytes (a plan that did not change is not written again), and a nonce never meets two contents.
 *
 * <p>Sealed bytes: nonce (12), ciphertext, tag (16).
 */
public final class Sealer {
    public static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecretKeySpec nonceKey;

    public Sealer(byte[] workspaceKey) {
        if (workspaceKey.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "the workspace key has " + workspaceKey.length + " bytes; it must have " + KEY_BYTES);
        }
        key = new SecretKeySpec(
                hmac(new SecretKeySpec(workspaceKey, "HmacSHA256"), "catchment seal".getBytes(StandardCharsets.UTF_8)),
                "AES");
        nonceKey = new SecretKeySpec(
                hmac(new SecretKeySpec(workspaceKey, "HmacSHA256"), "catchment nonce".getBytes(StandardCharsets.UTF_8)),
                "HmacSHA256");
    }

    public byte[] seal(byte[] content, String place) {
        byte[] associated = place.getBytes(StandardCharsets.UTF_8);
        byte[] nonce = Arrays.copyOf(hmac(nonceKey, lengthPrefixed(associated), content), NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, associated).doFinal(content);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is in every JDK", e);
        }
    }

    /** @throws GeneralSecurityException if the key or the place is another one, or a byte was changed */
    public byte[] open(byte[] sealed, String place) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new GeneralSecurityException("sealed content is only " + sealed.length + " bytes long");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return cipher(Cipher.DECRYPT_MODE, nonce, place.getBytes(StandardCharsets.UTF_8))
                .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] associated) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }

    private static byte[] lengthPrefixed(byte[] bytes) {
        return ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] hmac(SecretKeySpec key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is in every JDK", e);
        }
    }
}
