package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** URLs as requests need them. */
final class UrlText {
    private static final String UNRESERVED = "-._~";

    private UrlText() {}

    /** Percent-encodes everything but RFC 3986's unreserved characters: a value stays within its place in the URL. */
    static String encode(String value) {
        StringBuilder encoded = new StringBuilder(value.length());
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append("%02X".formatted((int) c));
            }
        }
        return encoded.toString();
    }

    /** The URL with more parameters; lists repeat their name. A fragment, which is never sent, is left out then. */
    static String withQuery(String url, Map<String, JsonNode> parameters) {
        if (parameters.isEmpty()) {
            return url;
        }
        int fragment = url.indexOf('#');
        StringBuilder all = new StringBuilder(fragment < 0 ? url : url.substring(0, fragment));
        char before = all.indexOf("?") < 0 ? '?' : '&';
        for (Map.Entry<String, JsonNode> parameter : parameters.entrySet()) {
            for (JsonNode value :
                    parameter.getValue().isArray() ? parameter.getValue() : List.of(parameter.getValue())) {
                all.append(before)
                        .append(encode(parameter.getKey()))
                        .append('=')
                        .append(encode(JsonText.plain(value)));
                before = '&';
            }
        }
        return all.toString();
    }

    /** @throws MappingException if it is not an absolute http or https URL; the message never shows the URL */
    static URI parse(String url) throws MappingException {
        if (url.isEmpty()) {
            throw new MappingException("url", "is empty: neither settings nor fields give it");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new MappingException("url", "is not a URL: " + e.getReason() + " at character " + (e.getIndex() + 1));
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new MappingException("url", "must begin with https:// or http://");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new MappingException(
                    "url", "names no valid host: letters outside of ASCII are written in their xn-- form");
        }
        if (uri.getRawUserInfo() != null) {
            throw new MappingException("url", "holds a user name or password: put credentials into a secret");
        }
        if (uri.getPort() > 65535) {
            throw new MappingException("url", "has a port beyond 65535");
        }
        return uri;
    }
}
