package dev.catchment.mapping;

import dev.catchment.contract.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Replaces secrets in texts that are stored or shown: as they are, with JSON's escapes, percent-encoded, and in base64,
 * also where they are only a part of what was encoded, as a password in {@code Authorization: Basic} is.
 */
public final class SecretMask {
    static final String MASK = "***";
    /** Shorter pieces of base64 are found in any text. */
    private static final int SHORTEST_PIECE = 8;

    private final List<String> forms;

    private SecretMask(Set<String> forms) {
        this.forms = forms.stream()
                .filter(form -> !form.isEmpty())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    public static SecretMask of(Collection<Secret> secrets) {
        return new SecretMask(forms(secrets.stream().map(Secret::reveal)));
    }

    /** Masks also what the request's secret headers hold: a tool may answer with the headers that it was sent. */
    public static SecretMask of(Collection<Secret> secrets, OutgoingRequest request) {
        Stream<String> sent = request.headers().entrySet().stream()
                .filter(header -> request.secretHeaders().contains(header.getKey()))
                .map(Map.Entry::getValue)
                .flatMap(value -> Stream.of(value, value.substring(value.indexOf(' ') + 1)));
        return new SecretMask(forms(Stream.concat(secrets.stream().map(Secret::reveal), sent)));
    }

    public String text(String text) {
        String masked = text;
        for (String form : forms) {
            masked = masked.replace(form, MASK);
        }
        return masked;
    }

    private static Set<String> forms(Stream<String> values) {
        Set<String> forms = new HashSet<>();
        values.filter(value -> !value.isEmpty()).forEach(value -> {
            forms.add(value);
            forms.add(JsonText.escape(value));
            percent(UrlText.encode(value), forms);
            percent(URLEncoder.encode(value, StandardCharsets.UTF_8), forms);
            base64(value.getBytes(StandardCharsets.UTF_8), forms);
        });
        return forms;
    }

    private static void percent(String encoded, Set<String> forms) {
        forms.add(encoded);
        StringBuilder lower = new StringBuilder(encoded);
        for (int i = encoded.indexOf('%'); i >= 0; i = encoded.indexOf('%', i + 1)) {
            lower.replace(i, i + 3, encoded.substring(i, i + 3).toLowerCase(Locale.ROOT));
        }
        forms.add(lower.toString());
    }

    /** What the secret alone decides of the base64 of any text around it, by where it begins within three bytes. */
    private static void base64(byte[] secret, Set<String> forms) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + secret.length];
            System.arraycopy(secret, 0, shifted, before, secret.length);
            int from = (8 * before + 5) / 6;
            int to = 8 * shifted.length / 6;
            if (to - from >= SHORTEST_PIECE) {
                for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                    String encoded = encoder.encodeToString(shifted);
                    forms.add(encoded.substring(from, to));
                    // Where the text ends with it, the last character is the secret's alone.
                    forms.add(encoded.substring(from));
                    forms.add(encoder.withoutPadding().encodeToString(shifted).substring(from));
                }
            }
        }
    }
}
