package dev.catchment.mapping;

import java.util.Map;
import java.util.Set;

/** How requests prove who sends them, as a type declares it. */
sealed interface AuthSpec {
    /** Not at all. */
    record None() implements AuthSpec {}

    /** RFC 7617. */
    record Basic(Template username, Template password) implements AuthSpec {}

    /** RFC 6750, with a token that stays. */
    record Bearer(Template token) implements AuthSpec {}

    /** Headers of the tool's own. */
    record Header(Map<String, Template> headers) implements AuthSpec {}

    /** Parameters of the query, for tools that know no other way. */
    record Query(Map<String, Template> parameters) implements AuthSpec {}

    /** RFC 6750, with a token that is fetched. */
    record OAuth(OAuthSpec spec) implements AuthSpec {}

    static AuthSpec read(SpecReader spec, Names names) throws MappingException {
        Names settings = names.only(Scope.IN_SETTINGS);
        spec.only("none", "basic", "bearer", "header", "query", "oauth2");
        if (spec.node().size() != 1) {
            throw spec.problem("must have exactly one of none, basic, bearer, header, query and oauth2");
        }
        String way = spec.node().fieldNames().next();
        SpecReader at = spec.at(way);
        return switch (way) {
            case "none" -> new None();
            case "basic" -> {
                at.only("username", "password");
                yield new Basic(at.template("username", settings), at.template("password", settings));
            }
            case "bearer" -> {
                spec.requiredText(way);
                yield new Bearer(spec.template(way, settings));
            }
            case "header" ->
                new Header(spec.members(way, (name, header) -> {
                    try {
                        HeaderText.requireName(name);
                    } catch (MappingException e) {
                        throw e.within(header.where());
                    }
                    return Templates.compile(header.where(), header.node(), settings);
                }));
            case "query" ->
                new Query(spec.members(way, (name, value) -> Templates.compile(value.where(), value.node(), settings)));
            default -> new OAuth(OAuthSpec.read(at, settings));
        };
    }

    /** Headers that it sets. */
    default Set<String> headerNames() {
        return switch (this) {
            case None _, Query _ -> Set.of();
            case Basic _, Bearer _, OAuth _ -> Set.of("Authorization");
            case Header(Map<String, Template> headers) -> headers.keySet();
        };
    }
}
