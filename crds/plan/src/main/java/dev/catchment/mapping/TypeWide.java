package dev.catchment.mapping;

import java.util.List;

/**
 * What a type says of all its requests.
 *
 * @param settings what is declared of config and secret
 * @param auth of requests that have none of their own
 * @param answers what answers mean, where none of the request's own rules fits
 */
record TypeWide(Names settings, AuthSpec auth, List<AnswerSpec> answers) {
    static TypeWide read(SpecReader spec, Names settings) throws MappingException {
        SpecReader auth = spec.at("auth");
        return new TypeWide(
                settings,
                auth.isAbsent() ? new AuthSpec.None() : AuthSpec.read(auth, settings),
                AnswerSpec.readAll(spec, settings.only(Scope.IN_ANY_ANSWER)));
    }
}
