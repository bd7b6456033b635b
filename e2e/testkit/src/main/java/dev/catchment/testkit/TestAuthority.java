package dev.catchment.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** Somebody who signs certificates for a test; everything in PEM, as a Secret holds it. */
public final class TestAuthority {
    private static final X500Principal NAME = new X500Principal("CN=test authority");

    private final KeyPair keys = newKeys();
    private final X509CertificateHolder own;

    /**
     * A certificate and its key.
     *
     * @param key as most tools write keys of elliptic curves: SEC1
     */
    public record Identity(byte[] certificate, byte[] key) {}

    public TestAuthority() throws GeneralSecurityException, IOException {
        own = sign(NAME, keys, true, new GeneralName[0]);
    }

    public byte[] certificate() throws IOException {
        return pem(own);
    }

    public Identity serverOf(String address) throws GeneralSecurityException, IOException {
        int type = address.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
        return issue(new X500Principal("CN=server"), new GeneralName(type, address));
    }

    public Identity client(String name) throws GeneralSecurityException, IOException {
        return issue(new X500Principal("CN=" + name));
    }

    private Identity issue(X500Principal subject, GeneralName... names) throws GeneralSecurityException, IOException {
        KeyPair pair = newKeys();
        BigInteger secret = ((ECPrivateKey) pair.getPrivate()).getS();
        byte[] key =
                new org.bouncycastle.asn1.sec.ECPrivateKey(256, secret, SECObjectIdentifiers.secp256r1).getEncoded();
        return new Identity(pem(sign(subject, pair, false, names)), pem(new PemObject("EC PRIVATE KEY", key)));
    }

    private X509CertificateHolder sign(X500Principal subject, KeyPair pair, boolean authority, GeneralName[] names)
            throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        X509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
                NAME,
                new BigInteger(64, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                subject,
                pair.getPublic());
        certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (names.length > 0) {
            certificate.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        try {
            return certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /** @param object a certificate, or what is in PEM already */
    private static byte[] pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
