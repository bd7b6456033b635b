package dev.catchment.mapping;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an access token is fetched, as a type declares it.
 *
 * @param basic whether client id and secret are sent as Authorization: Basic
 * @param assertion for {@link Grant#JWT_BEARER}
 */
record OAuthSpec(
        String where,
        Grant grant,
        Template tokenUrl,
        Template clientId,
        Template clientSecret,
        boolean basic,
        Template scope,
        Template refreshToken,
        Template accessToken,
        Map<String, Template> parameters,
        @Nullable AssertionSpec assertion) {

    enum Grant {
        CLIENT_CREDENTIALS("clientCredentials", "client_credentials"),
        REFRESH_TOKEN("refreshToken", "refresh_token"),
        JWT_BEARER("jwtBearer", "urn:ietf:params:oauth:grant-type:jwt-bearer");

        private final String word;
        private final String wireName;

        Grant(String word, String wireName) {
            this.word = word;
            this.wireName = wireName;
        }

        /** As the token endpoint knows it. */
        String wireName() {
            return wireName;
        }
    }

    static OAuthSpec read(SpecReader spec, Names names) throws MappingException {
        spec.only(
                "grant",
                "tokenUrl",
                "clientId",
                "clientSecret",
                "clientAuth",
                "scope",
                "refreshToken",
                "accessToken",
                "parameters",
                "assertion");
        Grant grant = grant(spec);
        if (grant == Grant.REFRESH_TOKEN) {
            spec.requiredText("refreshToken");
        }
        if (spec.at("assertion").isAbsent() == (grant == Grant.JWT_BEARER)) {
            throw spec.at("assertion").problem("belongs to the grant jwtBearer, which needs it");
        }
        spec.requiredText("tokenUrl");
        Template tokenUrl = spec.template("tokenUrl", names);
        if (tokenUrl.references().contains(Scope.SECRET)) {
            throw spec.at("tokenUrl").problem("a secret must not stand in a URL: URLs are logged on the way");
        }
        return new OAuthSpec(
                spec.where(),
                grant,
                tokenUrl,
                spec.template("clientId", names),
                spec.template("clientSecret", names),
                basic(spec),
                spec.template("scope", names),
                spec.template("refreshToken", names),
                spec.template("accessToken", names),
                spec.members("parameters", (name, value) -> Templates.compile(value.where(), value.node(), names)),
                spec.at("assertion").isAbsent() ? null : AssertionSpec.read(spec.at("assertion"), names));
    }

    private static Grant grant(SpecReader spec) throws MappingException {
        String word = spec.requiredText("grant");
        for (Grant grant : Grant.values()) {
            if (grant.word.equals(word)) {
                return grant;
            }
        }
        throw spec.at("grant")
                .problem("unknown grant '" + word + "'; known: clientCredentials, refreshToken, jwtBearer");
    }

    private static boolean basic(SpecReader spec) throws MappingException {
        String way = spec.text("clientAuth");
        if (way != null && !way.equals("body") && !way.equals("basic")) {
            throw spec.at("clientAuth").problem("must be body or basic");
        }
        return "basic".equals(way);
    }
}
