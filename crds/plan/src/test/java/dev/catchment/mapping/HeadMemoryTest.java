package dev.catchment.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.pipeline.Events;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HeadMemoryTest {
    private static final TextNode URL = TextNode.valueOf("https://crm.example/a");
    private static final RequestProgram.Head HEAD =
            new RequestProgram.Head("POST", URI.create("https://crm.example/a"), new TreeMap<>());

    @Test
    void aHeadOfTheSameConstantIsRemembered() throws Exception {
        // Given
        HeadMemory memory = HeadMemory.of(List.of(template("${fields.url}"), template("POST")));

        // When
        memory.remember(scope("url", URL), HEAD);

        // Then
        assertThat(memory.head(scope("url", URL))).isSameAs(HEAD);
    }

    @Test
    void anotherValueOrNoneIsAnotherHead() throws Exception {
        // Given
        HeadMemory memory =
                HeadMemory.of(List.of(template("https://${fields.url}/x"), template("Bearer ${secret.token}")));

        // When
        memory.remember(scope("url", URL), HEAD);

        // Then
        assertThat(memory.head(scope("url", TextNode.valueOf("https://crm.example/b"))))
                .isNull();
        assertThat(memory.head(scope("other", URL))).isNull();
    }

    @Test
    void whatDependsOnTheEventIsNeverRemembered() throws Exception {
        for (String template : List.of("${event.userId}", "${uuid}", "${now}", "${lower(fields.url)}", "${fields}")) {
            // Given
            HeadMemory memory = HeadMemory.of(List.of(template("${fields.url}"), template(template)));

            // When
            memory.remember(scope("url", URL), HEAD);

            // Then
            assertThat(memory.head(scope("url", URL))).as(template).isNull();
        }
    }

    private static Template template(String text) throws MappingException {
        return Templates.compile("test", TextNode.valueOf(text), Names.of(Scope.IN_REQUESTS));
    }

    private static Scope scope(String field, TextNode value) {
        ObjectNode empty = JsonNodeFactory.instance.objectNode();
        ObjectNode fields = JsonNodeFactory.instance.objectNode().set(field, value);
        return new Scope(Events.track(""), empty, fields, null, empty, () -> "", null, Map.of(), new Iterations());
    }
}
