package dev.catchment.mapping;

import java.time.Duration;
import java.util.Map;

/** A JSON Web Token that stands for the client (RFC 7523), as a type declares it. */
record AssertionSpec(
        String where,
        String algorithm,
        Template key,
        Map<String, Template> header,
        Map<String, Template> claims,
        Duration lifetime) {
    static final String RS256 = "RS256";
    static final String HS256 = "HS256";
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    static AssertionSpec read(SpecReader spec, Names names) throws MappingException {
        spec.only("algorithm", "key", "header", "claims", "lifetime");
        String algorithm = spec.requiredText("algorithm");
        if (!algorithm.equals(RS256) && !algorithm.equals(HS256)) {
            throw spec.at("algorithm").problem("must be RS256 or HS256");
        }
        spec.requiredText("key");
        Duration lifetime = spec.duration("lifetime");
        return new AssertionSpec(
                spec.where(),
                algorithm,
                spec.template("key", names),
                spec.members("header", (name, value) -> Templates.compile(value.where(), value.node(), names)),
                spec.members("claims", (name, value) -> Templates.compile(value.where(), value.node(), names)),
                lifetime == null ? LIFETIME : lifetime);
    }
}
