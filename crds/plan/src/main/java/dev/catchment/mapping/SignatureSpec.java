package dev.catchment.mapping;

import dev.catchment.condition.CelExpression;
import dev.catchment.condition.ConditionException;
import dev.catchment.condition.ExpressionException;
import dev.cel.common.values.CelByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a request is signed, as a type declares it:
 *
 * <pre>
 * signature:                                 # a list; each whose condition holds and whose key is there is applied
 *   - when: {cel: "config.signature == 'segment'"}   # over config; absent: always
 *     algorithm: HmacSHA1                    # HmacSHA1 | HmacSHA256 | HmacSHA512
 *     key: ${secret.sharedSecret}            # over config and secret; text (its UTF-8) or bytes
 *     content: ${first}                      # what is signed; over config, body, first, id, timestamp
 *     headers: {X-Signature: "${hex(mac)}"}  # over config, id, timestamp, mac
 * </pre>
 *
 * {@code body} is the request's body and {@code first} the first event's, as text; {@code id} names the message and is
 * the same at every attempt; {@code timestamp} is the attempt's time in seconds; {@code mac} is the result, in bytes.
 */
record SignatureSpec(
        String where,
        @Nullable CelExpression when,
        String algorithm,
        CelExpression key,
        Template content,
        Map<String, Template> headers) {
    private static final Set<String> ALGORITHMS = Set.of("HmacSHA1", "HmacSHA256", "HmacSHA512");

    static SignatureSpec read(SpecReader spec) throws MappingException {
        spec.only("when", "algorithm", "key", "content", "headers");
        String algorithm = spec.requiredText("algorithm");
        if (!ALGORITHMS.contains(algorithm)) {
            throw spec.at("algorithm")
                    .problem("must be one of " + ALGORITHMS.stream().sorted().toList());
        }
        Map<String, Template> headers = spec.members("headers", (name, header) -> {
            HeaderText.requireName(name);
            return Templates.compile(header.where(), header.node(), Names.of(Scope.IN_SIGNATURE_HEADERS));
        });
        if (headers.isEmpty()) {
            throw spec.at("headers").problem("is missing");
        }
        String content = spec.requiredText("content");
        return new SignatureSpec(
                spec.where(),
                condition(spec),
                algorithm,
                key(spec),
                Templates.compileText(spec.at("content").where(), content, Names.of(Scope.IN_SIGNED_CONTENT)),
                headers);
    }

    private static @Nullable CelExpression condition(SpecReader spec) throws MappingException {
        SpecReader when = spec.at("when");
        if (when.isAbsent()) {
            return null;
        }
        String cel = when.only("cel").requiredText("cel");
        try {
            return CelExpression.compileCondition(cel, Set.of(Scope.CONFIG));
        } catch (ExpressionException e) {
            throw when.problem("${" + cel + "}: " + e.getMessage());
        }
    }

    private static CelExpression key(SpecReader spec) throws MappingException {
        String text = spec.requiredText("key");
        SpecReader key = spec.at("key");
        List<Interpolation.Part> parts = Interpolation.parse(key.where(), text);
        if (parts.size() != 1 || !(parts.getFirst() instanceof Interpolation.Part.Expression expression)) {
            throw key.problem("must be exactly one ${...}");
        }
        return Templates.expression(key.where(), expression.cel(), Names.of(Scope.IN_SETTINGS));
    }

    /**
     * The signer for these settings.
     *
     * @return null if the signature does not apply or its key is not there
     */
    @Nullable Signer bind(Scope settings) throws MappingException {
        try {
            if (when != null && !when.test(settings)) {
                return null;
            }
            byte[] bytes = keyBytes(settings);
            return bytes == null || bytes.length == 0 ? null : new Signer(this, bytes);
        } catch (ConditionException e) {
            throw new MappingException(where, String.valueOf(e.getMessage()));
        }
    }

    private byte @Nullable [] keyBytes(Scope settings) throws MappingException {
        try {
            return switch (key.evaluate(settings)) {
                case String text -> text.getBytes(StandardCharsets.UTF_8);
                case CelByteString bytes -> bytes.toByteArray();
                default -> throw new MappingException(where + ".key", "must be a text or bytes");
            };
        } catch (ConditionException e) {
            if (e.isMissingField()) {
                return null;
            }
            throw new MappingException(
                    where + ".key",
                    "the secret cannot be used: " + e.in(key.source()).getMessage());
        }
    }
}
