package dev.catchment.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one destination gets its access tokens (RFC 6749): the request to the token endpoint, and what its answer says.
 * Immutable and safe for many threads.
 */
public final class TokenGrant {
    /** Of tokens whose end nobody names. */
    private static final Duration LIFETIME = Duration.ofMinutes(55);
    /** What a token endpoint answers to credentials that it does not take (RFC 6749, 5.2). */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

    private static final Set<String> TOKENS =
            Set.of("access_token", "refresh_token", "id_token", "expires_in", "token_type");

    private final OAuthSpec spec;
    private final URI tokenUrl;
    private final String clientId;
    private final String clientSecret;
    private final Map<String, String> parameters;
    private final @Nullable Secret refreshToken;
    private final @Nullable Secret accessToken;
    private final @Nullable Assertion assertion;
    private final String id;

    private TokenGrant(
            OAuthSpec spec,
            URI tokenUrl,
            String clientId,
            String clientSecret,
            Map<String, String> parameters,
            @Nullable Secret refreshToken,
            @Nullable Secret accessToken,
            @Nullable Assertion assertion) {
        this.spec = spec;
        this.tokenUrl = tokenUrl;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.parameters = parameters;
        this.refreshToken = refreshToken;
        this.accessToken = accessToken;
        this.assertion = assertion;
        // Once: every request that needs a token asks for it.
        this.id = identify();
    }

    /**
     * An answer of the token endpoint.
     *
     * @param lifetime how long the token is good
     * @param rotated the refresh token that takes the former one's place; null: that stays
     */
    public record Issued(
            AccessToken token, Duration lifetime, @Nullable Secret rotated) {}

    static TokenGrant bind(OAuthSpec spec, Scope settings) throws MappingException {
        try {
            URI url = UrlText.parse(Templates.plain(spec.tokenUrl(), settings));
            Map<String, String> parameters = new LinkedHashMap<>();
            for (Map.Entry<String, Template> parameter : spec.parameters().entrySet()) {
                parameters.put(parameter.getKey(), Templates.plain(parameter.getValue(), settings));
            }
            String scope = Templates.plain(spec.scope(), settings);
            if (!scope.isEmpty()) {
                parameters.put("scope", scope);
            }
            Secret refresh = secret(spec.refreshToken(), settings);
            Secret first = secret(spec.accessToken(), settings);
            if (spec.grant() == OAuthSpec.Grant.REFRESH_TOKEN && refresh == null && first == null) {
                throw new MappingException("refreshToken", "is missing in the Secret");
            }
            AssertionSpec claims = spec.assertion();
            return new TokenGrant(
                    spec,
                    url,
                    Templates.plain(spec.clientId(), settings),
                    Templates.plain(spec.clientSecret(), settings),
                    parameters,
                    refresh,
                    first,
                    claims == null ? null : Assertion.bind(claims, settings));
        } catch (ConditionException e) {
            throw new MappingException(spec.where(), String.valueOf(e.getMessage()));
        } catch (MappingException e) {
            throw e.within(spec.where());
        }
    }

    private static @Nullable Secret secret(Template template, Scope settings) throws ConditionException {
        String text = Templates.plain(template, settings);
        return text.isEmpty() ? null : Secret.of(text);
    }

    /** Equal for grants with equal credentials at the same endpoint; shows nothing of them. */
    public String id() {
        return id;
    }

    private String identify() {
        String all = spec.grant() + "\0" + tokenUrl + "\0" + clientId + "\0" + clientSecret + "\0" + parameters + "\0"
                + reveal(refreshToken) + "\0" + reveal(accessToken) + "\0"
                + (assertion == null ? "" : assertion.identity());
        return new Hash128.Hasher("token grant").hash(all).toString();
    }

    private static String reveal(@Nullable Secret secret) {
        return secret == null ? "" : secret.reveal();
    }

    /** The token endpoint's host, for messages. */
    public String host() {
        return String.valueOf(tokenUrl.getHost());
    }

    /** The token that the Secret holds, to be used until it is refused. */
    public Optional<AccessToken> given() {
        return Optional.ofNullable(accessToken)
                .map(token -> new AccessToken(token, JsonNodeFactory.instance.objectNode()));
    }

    /** The refresh token that the Secret holds. */
    public Optional<Secret> refreshToken() {
        return Optional.ofNullable(refreshToken);
    }

    /** Whether a token can be asked for; one that the Secret gives alone cannot be renewed. */
    public boolean renews() {
        return spec.grant() != OAuthSpec.Grant.REFRESH_TOKEN || refreshToken != null;
    }

    /**
     * The request for a token.
     *
     * @param refresh the refresh token in use; null: the grant needs none
     */
    public OutgoingRequest request(Instant now, @Nullable Secret refresh) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", spec.grant().wireName());
        if (refresh != null) {
            form.put("refresh_token", refresh.reveal());
        }
        if (assertion != null) {
            form.put("assertion", assertion.sign(now));
        }
        form.putAll(parameters);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        if (spec.basic()) {
            String pair = UrlText.encode(clientId) + ":" + UrlText.encode(clientSecret);
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        } else {
            putUnlessEmpty(form, "client_id", clientId);
            putUnlessEmpty(form, "client_secret", clientSecret);
        }
        String body = form.entrySet().stream()
                .map(pair -> UrlText.encode(pair.getKey()) + "=" + UrlText.encode(pair.getValue()))
                .collect(Collectors.joining("&"));
        return new OutgoingRequest(
                "POST", tokenUrl, headers, body.getBytes(StandardCharsets.UTF_8), Set.of("Authorization"));
    }

    private static void putUnlessEmpty(Map<String, String> form, String name, String value) {
        if (!value.isEmpty()) {
            form.put(name, value);
        }
    }

    /** @throws TokenException if the answer holds no token; the message says what it said instead (RFC 6749, 5.2) */
    public Issued read(Reply reply) throws TokenException {
        JsonNode answer = json(reply.body());
        String token = answer.path("access_token").asText("");
        if (!reply.isSuccess() || token.isEmpty()) {
            String code = answer.path("error").asText("");
            String problem = "the token endpoint " + host() + " gives no access token: HTTP " + reply.status()
                    + (code.matches("[a-z_]{1,64}") ? ", " + code : "");
            throw REFUSALS.contains(reply.status())
                    ? TokenException.refused(problem)
                    : new TokenException(problem, Duration.ZERO);
        }
        String rotated = answer.path("refresh_token").asText("");
        return new Issued(
                new AccessToken(Secret.of(token), more(answer)),
                lifetime(answer),
                rotated.isEmpty() || rotated.equals(reveal(refreshToken)) ? null : Secret.of(rotated));
    }

    private static JsonNode json(String text) {
        try {
            return ContractJson.EVENTS.readTree(text);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private static Duration lifetime(JsonNode answer) {
        long seconds = answer.path("expires_in").asLong(0);
        return seconds <= 0 ? LIFETIME : Duration.ofSeconds(Math.min(seconds, 365L * 86_400));
    }

    private static ObjectNode more(JsonNode answer) {
        ObjectNode more = JsonNodeFactory.instance.objectNode();
        answer.properties().forEach(member -> {
            if (!TOKENS.contains(member.getKey())) {
                more.set(member.getKey(), member.getValue());
            }
        });
        return more;
    }
}
