package dev.catchment.mapping;

import dev.catchment.condition.CelExpression;
import dev.catchment.condition.ConditionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means, as a type declares it.
 *
 * @param status empty: any
 * @param when null: always
 * @param reason for people; null: the status
 */
record AnswerSpec(
        Set<Integer> status,
        @Nullable CelExpression when,
        Meaning then,
        @Nullable Template reason) {
    enum Meaning {
        DONE,
        FINISH,
        RETRY,
        REFUSE,
        WAIT
    }

    /** @param names what their expressions may refer to */
    static List<AnswerSpec> readAll(SpecReader spec, Names names) throws MappingException {
        List<AnswerSpec> answers = new ArrayList<>();
        for (SpecReader answer : spec.elements("answers")) {
            answers.add(read(answer, names));
        }
        return answers;
    }

    private static AnswerSpec read(SpecReader spec, Names answer) throws MappingException {
        spec.only("status", "when", "then", "reason");
        Set<Integer> statuses = new HashSet<>();
        for (SpecReader status : spec.elements("status")) {
            if (!status.node().isInt()
                    || status.node().intValue() < 100
                    || status.node().intValue() > 599) {
                throw status.problem("must be a status from 100 to 599");
            }
            statuses.add(status.node().intValue());
        }
        SpecReader when = spec.at("when");
        return new AnswerSpec(
                statuses,
                when.isAbsent()
                        ? null
                        : Templates.condition(when.where(), when.only("cel").requiredText("cel"), answer),
                meaning(spec),
                spec.at("reason").isAbsent() ? null : spec.template("reason", answer));
    }

    private static Meaning meaning(SpecReader spec) throws MappingException {
        String word = spec.requiredText("then");
        for (Meaning meaning : Meaning.values()) {
            if (meaning.name().toLowerCase(Locale.ROOT).equals(word)) {
                return meaning;
            }
        }
        throw spec.at("then").problem("unknown meaning '" + word + "'; known: done, finish, retry, refuse, wait");
    }

    boolean fits(int given, Supplier<Scope> answer) throws ConditionException {
        return (status.isEmpty() || status.contains(given)) && (when == null || Templates.holds(when, answer.get()));
    }
}
