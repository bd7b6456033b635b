package dev.catchment.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.catchment.contract.Secret;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Token requests as RFC 6749 and RFC 7523 have them, and what is read from their answers. */
class TokenGrantTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static TokenGrant grant(String oauth, String... secrets) throws MappingException {
        Map<String, Secret> byName = new HashMap<>();
        for (int i = 0; i < secrets.length; i += 2) {
            byName.put(secrets[i], Secret.of(secrets[i + 1]));
        }
        TypeProgram type = TypeProgram.compile(Types.type("config: {properties: {"
                + "id: {type: string, default: me}, key: {type: string, secret: true}, "
                + "refresh: {type: string, secret: true}}}\n"
                + "auth: {oauth2: " + oauth + "}\n"
                + "actions: {a: {requests: [{url: 'https://tool.example'}]}}\n"));
        Settings settings = Settings.check(type.config(), Types.yaml("{}"), byName);
        RequestSpec request = type.actions().get("a").requests().getFirst();
        TokenGrant grant = RequestProgram.bind(request, settings).grant();
        if (grant == null) {
            throw new AssertionError("no grant");
        }
        return grant;
    }

    private static Map<String, String> form(OutgoingRequest request) {
        return Arrays.stream(request.bodyText().split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    @Test
    void clientCredentialsGoIntoTheBody() throws Exception {
        // When
        OutgoingRequest request = grant(
                        "{grant: clientCredentials, tokenUrl: 'https://tool.example/token', clientId: '${config.id}', "
                                + "clientSecret: '${secret.key}', scope: 'a b', parameters: {audience: x}}",
                        "key",
                        "p&q")
                .request(NOW, null);

        // Then
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.headers()).containsEntry("Content-Type", "application/x-www-form-urlencoded");
        assertThat(form(request))
                .isEqualTo(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "me",
                        "client_secret", "p%26q",
                        "scope", "a%20b",
                        "audience", "x"));
    }

    @Test
    void orIntoTheHeaderAndNoSecretIsShown() throws Exception {
        // When
        OutgoingRequest request = grant(
                        "{grant: refreshToken, tokenUrl: 'https://tool.example/token', clientId: '${config.id}', "
                                + "clientSecret: '${secret.key}', clientAuth: basic, refreshToken: '${secret.refresh}'}",
                        "key",
                        "p:q",
                        "refresh",
                        "r0")
                .request(NOW, Secret.of("r1"));

        // Then
        assertThat(request.headers())
                .containsEntry(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("me:p%3Aq".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(form(request)).isEqualTo(Map.of("grant_type", "refresh_token", "refresh_token", "r1"));
        assertThat(request.toString()).doesNotContain("r1");
    }

    @Test
    void anAssertionIsSignedByTheKeyAndEndsSoon() throws Exception {
        // Given
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\\n-----END PRIVATE KEY-----";

        // When
        OutgoingRequest request = grant(
                        "{grant: jwtBearer, tokenUrl: 'https://tool.example/token', assertion: {algorithm: RS256, "
                                + "key: '${secret.key}', header: {kid: k1}, claims: {iss: '${config.id}', aud: x}, lifetime: 1m}}",
                        "key",
                        pem)
                .request(NOW, null);

        // Then
        assertThat(form(request)).containsEntry("grant_type", "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
        SignedJWT token = SignedJWT.parse(form(request).get("assertion"));
        assertThat(token.verify(new RSASSAVerifier((RSAPublicKey) pair.getPublic())))
                .isTrue();
        assertThat(token.getHeader().getKeyID()).isEqualTo("k1");
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("me");
        assertThat(token.getJWTClaimsSet().getIssueTime().toInstant()).isEqualTo(NOW);
        assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{grant: jwtBearer, tokenUrl: 'https://t.example', assertion: {algorithm: RS256, key: '${secret.key}'}} | assertion.key: is no RSA key: it must be PKCS#8 in PEM",
                "{grant: jwtBearer, tokenUrl: 'https://t.example', assertion: {algorithm: HS256, key: '${secret.key}'}} | assertion.key: must be a text of at least 32 bytes",
                "{grant: refreshToken, tokenUrl: 'https://t.example', refreshToken: '${secret.refresh}'} | auth.oauth2: refreshToken: is missing in the Secret",
                "{grant: clientCredentials, tokenUrl: 'ftp://t.example'} | auth.oauth2: url: must begin with https:// or http://"
            })
    void whatCannotBeUsedIsFoundBeforeAnyEventAndNotShown(String oauth, String message) {
        assertThatThrownBy(() -> grant(oauth, "key", "hunter2"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void anAnswerGivesTheTokenItsEndAndWhatElseItSays() throws Exception {
        // Given
        TokenGrant grant = grant(
                "{grant: refreshToken, tokenUrl: 'https://tool.example/token', refreshToken: '${secret.refresh}'}",
                "refresh",
                "r0");

        // When
        TokenGrant.Issued issued = grant.read(
                new Reply(
                        200,
                        Map.of(),
                        "{\"access_token\":\"a1\",\"refresh_token\":\"r1\",\"expires_in\":\"7\",\"instance_url\":\"https://eu\"}"));
        TokenGrant.Issued bare =
                grant.read(new Reply(200, Map.of(), "{\"access_token\":\"a1\",\"refresh_token\":\"r0\"}"));

        // Then
        assertThat(issued.token().value().reveal()).isEqualTo("a1");
        assertThat(issued.lifetime()).isEqualTo(Duration.ofSeconds(7));
        assertThat(issued.rotated()).isEqualTo(Secret.of("r1"));
        assertThat(issued.token().more()).hasToString("{\"instance_url\":\"https://eu\"}");
        assertThat(bare.rotated()).isNull();
        assertThat(bare.lifetime()).isEqualTo(Duration.ofMinutes(55));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":\"invalid_grant\",\"error_description\":\"hunter2\"} | HTTP 400, invalid_grant",
                "400 | {\"error\":\"a<b\"} | HTTP 400",
                "200 | {} | HTTP 200",
                "200 | <html>hunter2 | HTTP 200"
            })
    void anAnswerWithoutATokenIsNamed(int status, String body, String said) throws Exception {
        TokenGrant grant = grant("{grant: clientCredentials, tokenUrl: 'https://tool.example/token'}");
        assertThatThrownBy(() -> grant.read(new Reply(status, Map.of(), body)))
                .isInstanceOf(TokenException.class)
                .hasMessage("the token endpoint tool.example gives no access token: " + said);
    }
}
