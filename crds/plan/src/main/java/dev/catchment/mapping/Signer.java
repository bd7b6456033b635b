package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import dev.cel.common.values.CelByteString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs the requests of one destination. */
final class Signer {
    private final SignatureSpec spec;
    private final SecretKeySpec key;

    Signer(SignatureSpec spec, byte[] key) {
        this.spec = spec;
        this.key = new SecretKeySpec(key, spec.algorithm());
    }

    /**
     * Sets the signature's headers.
     *
     * @param first the body of the first event alone
     * @param id the same at every attempt
     */
    void sign(ObjectNode config, byte[] body, byte[] first, String id, Instant attempt, Map<String, String> headers)
            throws ConditionException, MappingException {
        long timestamp = attempt.getEpochSecond();
        String bodyText = new String(body, StandardCharsets.UTF_8);
        String firstText = body == first ? bodyText : new String(first, StandardCharsets.UTF_8);
        Scope content = Scope.ofValues(
                config, Map.of("body", bodyText, "first", firstText, "id", id, "timestamp", Long.toString(timestamp)));
        byte[] mac = mac(plain(spec.content(), content).getBytes(StandardCharsets.UTF_8));
        Scope result = Scope.ofValues(
                config, Map.of("id", id, "timestamp", Long.toString(timestamp), "mac", CelByteString.of(mac)));
        for (Map.Entry<String, Template> header : spec.headers().entrySet()) {
            String value = plain(header.getValue(), result);
            HeaderText.requireValue(header.getKey(), value);
            headers.put(header.getKey(), value);
        }
    }

    private static String plain(Template template, Scope scope) throws ConditionException {
        JsonNode value = template.render(scope);
        return value == null ? "" : JsonText.plain(value);
    }

    private byte[] mac(byte[] content) {
        try {
            Mac mac = Mac.getInstance(spec.algorithm());
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(spec.algorithm() + " is in every JDK", e);
        }
    }
}
