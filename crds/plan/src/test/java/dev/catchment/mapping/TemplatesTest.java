package dev.catchment.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
    private static final Names NAMES = Names.of(Scope.IN_FIELDS).declaring(Scope.CONFIG, List.of("region"));

    @ParameterizedTest
    @CsvSource({
        "event.userId, event, userId",
        "event.context.page._url2, event, 'context.page._url2'",
        "config.region, config, region",
        "event['userId'], event, userId",
        "event.for.package, event, for.package",
    })
    void aPathIsLookedUpWithoutBeingEvaluated(String cel, String variable, String keys) throws Exception {
        assertThat(compile(cel)).isEqualTo(new Template.LookUp(variable, List.of(keys.split("\\."))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"now.x", "uuid.x", "event.a[0]", "event.a.size()"})
    void whatIsNoPathThroughJsonIsEvaluated(String cel) throws Exception {
        assertThat(compile(cel)).isInstanceOf(Template.Computed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config.regoin       | there is no config.regoin; known: region",
                "evnt.userId         | undeclared reference to 'evnt'",
                "secret.key          | undeclared reference to 'secret'",
                "event.in            | no viable alternative at input",
                "event.1a            | mismatched input",
            })
    void aPathThatCannotBeIsRefused(String cel, String problem) {
        assertThatThrownBy(() -> compile(cel))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void whatStandsInManyPlacesOfATypeIsCompiledOnce() throws Exception {
        // When
        Object one = Templates.expression("a", "event.n + 1", NAMES);
        Object again = Templates.expression("b", "event.n + 1", NAMES.and());
        Object elsewhere = Templates.expression("c", "event.n + 1", NAMES.only(Set.of(Scope.EVENT)));
        Object ofAnother = Templates.expression("d", "event.n + 1", NAMES.apart());

        // Then
        assertThat(again).isSameAs(one);
        assertThat(elsewhere).isNotSameAs(one);
        assertThat(ofAnother).isNotSameAs(one);
    }

    private static Template compile(String cel) throws MappingException {
        return Templates.compile("test", TextNode.valueOf("${" + cel + "}"), NAMES);
    }
}
