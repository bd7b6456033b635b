package dev.catchment.broker;

import dev.catchment.contract.NatsKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * Certificates and keys in PEM, in the forms that people's tools write: PKCS#8, PKCS#1 and SEC1 for keys. What it says of
 * others has no cause, because the last cause of a failed connect is what people are shown.
 */
final class Pem {
    private static final char[] NO_PASSWORD = new char[0];
    private static final Map<String, String> ALGORITHMS = Map.of(
            PKCSObjectIdentifiers.rsaEncryption.getId(),
            "RSA",
            X9ObjectIdentifiers.id_ecPublicKey.getId(),
            "EC",
            "1.3.101.112",
            "Ed25519"); // RFC 8410

    private Pem() {}

    /** Believes exactly those whom these certificates have signed. */
    static TrustManager[] trust(byte[] pem) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (Certificate certificate : certificates(pem, NatsKey.CA)) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Shows this certificate. */
    static KeyManager[] identity(byte[] certificate, byte[] key) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry(
                "own",
                privateKey(key),
                NO_PASSWORD,
                certificates(certificate, NatsKey.CERTIFICATE).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(byte[] pem, NatsKey key) throws GeneralSecurityException {
        try {
            List<Certificate> all = new ArrayList<>(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)));
            if (!all.isEmpty()) {
                return all;
            }
        } catch (CertificateException e) {
            throw new GeneralSecurityException("\"" + key.key() + "\" holds no certificate in PEM: " + e.getMessage());
        }
        throw new GeneralSecurityException("\"" + key.key() + "\" holds no certificate in PEM");
    }

    static PrivateKey privateKey(byte[] pem) throws GeneralSecurityException, IOException {
        try (PemReader reader =
                new PemReader(new InputStreamReader(new ByteArrayInputStream(pem), StandardCharsets.US_ASCII))) {
            for (PemObject object = reader.readPemObject(); object != null; object = reader.readPemObject()) {
                if (object.getType().endsWith("PRIVATE KEY")) {
                    PrivateKeyInfo info = info(object);
                    return KeyFactory.getInstance(algorithm(info))
                            .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(unusable("cannot be read"));
        }
        throw new GeneralSecurityException(unusable("holds no private key in PEM"));
    }

    private static PrivateKeyInfo info(PemObject object) throws GeneralSecurityException, IOException {
        return switch (object.getType()) {
            case "PRIVATE KEY" -> PrivateKeyInfo.getInstance(object.getContent());
            case "RSA PRIVATE KEY" ->
                new PrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                        ASN1Sequence.getInstance(object.getContent()));
            case "EC PRIVATE KEY" -> {
                ECPrivateKey key = ECPrivateKey.getInstance(object.getContent());
                yield new PrivateKeyInfo(
                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()), key);
            }
            default -> throw new GeneralSecurityException(unusable("is locked with a passphrase: write it without"));
        };
    }

    private static String algorithm(PrivateKeyInfo key) throws GeneralSecurityException {
        String id = key.getPrivateKeyAlgorithm().getAlgorithm().getId();
        String algorithm = ALGORITHMS.get(id);
        if (algorithm == null) {
            throw new GeneralSecurityException(unusable("is neither RSA, EC nor Ed25519 (" + id + ")"));
        }
        return algorithm;
    }

    private static String unusable(String why) {
        return "\"" + NatsKey.PRIVATE_KEY.key() + "\" " + why;
    }
}
