package dev.catchment.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {
    private static final Set<String> VARIABLES = Set.of("config", "event");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config.region                                          | region",
                "config.a.b + config.a.c                                | a",
                "config['region'] == config.zone                        | region,zone",
                "has(config.region) ? config.zone : 'x'                 | region,zone",
                "config.?region.orValue('eu')                           | region",
                "config[?'region'].orValue('eu')                        | region",
                "coalesce(config.a.b, event.x, config.c)                | a,c",
                "event.list.map(i, config.a + i)                        | a",
                "config.list.map(config, config.b)                      | list",
                "event.type == 'config.x' ? 1 : 2                       | ''",
                "event.config.region                                    | ''",
            })
    void namesTheMembersThatAreRead(String cel, String members) throws Exception {
        Set<String> expected = members.isEmpty() ? Set.of() : Set.of(members.split(","));
        assertThat(members(cel)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config",
                "json(config)",
                "config.a == '' || config == {}",
                "config[event.type]",
                "config.map(k, k)",
                "coalesce(config, event.x)",
                "event.types[config]",
                "'a' in config",
                "{'all': config}",
                "[config].map(c, c.typo)"
            })
    void isEmptyIfTheVariableIsUsedAsAWhole(String cel) throws Exception {
        assertThat(members(cel)).isEmpty();
    }

    @Test
    void tellsVariablesApart() throws Exception {
        // Given
        CelExpression expression = CelExpression.compile("json(event) + config.suffix", VARIABLES);

        // When
        // Then
        assertThat(expression.membersOf("config")).contains(Set.of("suffix"));
        assertThat(expression.membersOf("event")).isEmpty();
    }

    private static Optional<Set<String>> members(String cel) throws ExpressionException {
        return CelExpression.compile(cel, VARIABLES).membersOf("config");
    }
}
