package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An HTTP request, ready to be sent.
 *
 * @param url absolute, http or https
 * @param headers checked names and values, one value each
 * @param body never changed; empty: none
 * @param secretHeaders names of headers that a secret went into
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere; a copy per request would be paid for nothing
public record OutgoingRequest(
        String method, URI url, Map<String, String> headers, byte[] body, Set<String> secretHeaders) {
    public OutgoingRequest {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        secretHeaders = Set.copyOf(secretHeaders);
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as a JSON value: a text if it is no JSON, null if there is none. */
    public JsonNode bodyJson() {
        if (body.length == 0) {
            return NullNode.instance;
        }
        boolean json = headers.entrySet().stream()
                .anyMatch(header -> header.getKey().equalsIgnoreCase("content-type")
                        && header.getValue().contains("json"));
        try {
            return json ? ContractJson.EVENTS.readTree(body) : TextNode.valueOf(bodyText());
        } catch (IOException e) {
            return TextNode.valueOf(bodyText());
        }
    }

    /**
     * The same request with every secret value replaced by {@code ***}, as it may be stored and shown. A header that
     * holds a secret in a form that {@link SecretMask} does not know is masked as a whole.
     */
    public OutgoingRequest redacted(Collection<Secret> secrets) {
        SecretMask mask = SecretMask.of(secrets);
        Map<String, String> shown = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            String masked = mask.text(value);
            shown.put(name, masked.equals(value) && secretHeaders.contains(name) ? SecretMask.MASK : masked);
        });
        String text = bodyText();
        String masked = mask.text(text);
        byte[] shownBody = masked.equals(text) ? body : masked.getBytes(StandardCharsets.UTF_8);
        return new OutgoingRequest(method, masked(url, mask), shown, shownBody, secretHeaders);
    }

    /** The same request with what these headers hold replaced by {@code ***}. */
    public OutgoingRequest withoutHeaders(Set<String> names) {
        Map<String, String> shown = new LinkedHashMap<>(headers);
        shown.replaceAll((name, value) -> names.contains(name) ? SecretMask.MASK : value);
        return new OutgoingRequest(method, url, shown, body, secretHeaders);
    }

    /** An asterisk is a legal character of a URL's path and query, so that the result stays a URL. */
    private static URI masked(URI url, SecretMask mask) {
        String text = url.toString();
        String masked = mask.text(text);
        return masked.equals(text) ? url : URI.create(masked);
    }

    /** Neither headers nor body: both may hold what must not be seen. */
    @Override
    public String toString() {
        return method + " " + url.getHost() + " (" + body.length + " bytes)";
    }
}
