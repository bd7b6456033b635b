package dev.catchment.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void aKeyInPkcs8IsRead(String algorithm) throws Exception {
        // Given
        PrivateKey key = key(algorithm);

        // Then
        assertThat(Pem.privateKey(pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
    }

    @Test
    void aKeyIsReadAsOlderToolsWriteIt() throws Exception {
        // Given
        PrivateKey rsa = key("RSA");
        byte[] pkcs1 = PrivateKeyInfo.getInstance(rsa.getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        ECPrivateKey ec = (ECPrivateKey) key("EC");
        byte[] sec1 =
                new org.bouncycastle.asn1.sec.ECPrivateKey(256, ec.getS(), SECObjectIdentifiers.secp256r1).getEncoded();

        // Then
        assertThat(Pem.privateKey(pem("RSA PRIVATE KEY", pkcs1))).isEqualTo(rsa);
        assertThat(((ECPrivateKey) Pem.privateKey(pem("EC PRIVATE KEY", sec1))).getS())
                .isEqualTo(ec.getS());
    }

    @Test
    void whatIsNoKeyIsNamed() {
        assertThatThrownBy(() -> Pem.privateKey("nonsense".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("\"tls.key\" holds no private key in PEM");
        assertThatThrownBy(() -> Pem.privateKey(pem("ENCRYPTED PRIVATE KEY", new byte[] {1})))
                .hasMessageContaining("locked with a passphrase");
        assertThatThrownBy(() -> Pem.privateKey(pem("PRIVATE KEY", new byte[] {1, 2, 3})))
                .hasMessage("\"tls.key\" cannot be read");
        assertThatThrownBy(() -> Pem.trust(new byte[0])).hasMessageContaining("\"ca.crt\" holds no certificate");
    }

    private static PrivateKey key(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(256);
        }
        return generator.generateKeyPair().getPrivate();
    }

    private static byte[] pem(String type, byte[] content) {
        return ("-----BEGIN " + type + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                        + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
