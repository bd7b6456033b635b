package dev.catchment.mapping;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.catchment.condition.ConditionException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Makes the tokens by which one destination shows who it is (RFC 7523). */
final class Assertion {
    private final AssertionSpec spec;
    private final JWSSigner signer;
    private final Map<String, Object> header;
    private final Map<String, String> claims;
    private final String key;

    private Assertion(
            AssertionSpec spec, JWSSigner signer, Map<String, Object> header, Map<String, String> claims, String key) {
        this.spec = spec;
        this.signer = signer;
        this.header = header;
        this.claims = claims;
        this.key = key;
    }

    static Assertion bind(AssertionSpec spec, Scope settings) throws MappingException, ConditionException {
        Map<String, Object> header = new HashMap<>(values(spec.header(), settings));
        Map<String, String> claims = values(spec.claims(), settings);
        String key = Templates.plain(spec.key(), settings);
        return new Assertion(spec, signer(spec, key), header, claims, key);
    }

    private static Map<String, String> values(Map<String, Template> templates, Scope settings)
            throws ConditionException {
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, Template> each : templates.entrySet()) {
            values.put(each.getKey(), Templates.plain(each.getValue(), settings));
        }
        return values;
    }

    private static JWSSigner signer(AssertionSpec spec, String key) throws MappingException {
        try {
            if (spec.algorithm().equals(AssertionSpec.HS256)) {
                return new MACSigner(key.getBytes(StandardCharsets.UTF_8));
            }
            // A key in an environment variable or a Secret often has its line ends written as \n.
            String der =
                    key.replace("\\n", "\n").replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            PKCS8EncodedKeySpec pkcs8 =
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(der));
            return new RSASSASigner(KeyFactory.getInstance("RSA").generatePrivate(pkcs8));
        } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
            throw new MappingException(
                    spec.where() + ".key",
                    spec.algorithm().equals(AssertionSpec.HS256)
                            ? "must be a text of at least 32 bytes"
                            : "is no RSA key: it must be PKCS#8 in PEM (-----BEGIN PRIVATE KEY-----)");
        }
    }

    /** Of what it is made, secrets included. */
    String identity() {
        return spec.algorithm() + header + claims + key;
    }

    String sign(Instant now) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
        claims.forEach(set::claim);
        set.issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(spec.lifetime())))
                .jwtID(UUID.randomUUID().toString());
        JWSHeader.Builder head = new JWSHeader.Builder(JWSAlgorithm.parse(spec.algorithm()));
        if (header.get("kid") instanceof String id) {
            head.keyID(id);
        }
        header.forEach((name, value) -> {
            if (!name.equals("kid")) {
                head.customParam(name, value);
            }
        });
        SignedJWT token = new SignedJWT(head.build(), set.build());
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("the key was tried when the destination was compiled", e);
        }
        return token.serialize();
    }
}
