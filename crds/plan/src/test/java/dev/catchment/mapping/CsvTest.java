package dev.catchment.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.contract.plan.Selection;
import dev.catchment.pipeline.Event;
import dev.catchment.pipeline.Events;
import dev.catchment.pipeline.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    private static final Instant NOW = Instant.parse("2026-01-02T04:00:00Z");
    private static final Event FIRST =
            Events.track("\"properties\":{\"name\":\"Müller, \\\"Zoë\\\"\",\"n\":9007199254740993,\"nothing\":null}");
    private static final Event SECOND = Events.track("\"properties\":{\"city\":\"Two\\nlines\",\"name\":\"x\"}");

    @Test
    void columnsThatAreNamedKeepTheirOrder() throws Exception {
        // Given
        DestinationProgram program =
                batching("{B: '${event.properties.name}', A: 'n=${event.properties.n}'}, delimiter: ;");

        // When
        String table = table(program, FIRST, SECOND);

        // Then
        assertThat(table).isEqualTo("B;A\n\"Müller, \"\"Zoë\"\"\";n=9007199254740993\nx;n=\n");
    }

    @Test
    void columnsOfAnObjectAreThoseOfAllEvents() throws Exception {
        // Given
        DestinationProgram program = batching("'${event.properties}'");

        // When
        String table = table(program, FIRST, SECOND);

        // Then
        assertThat(table)
                .isEqualTo("name,n,nothing,city\n\"Müller, \"\"Zoë\"\"\",9007199254740993,,\nx,,,\"Two\nlines\"\n");
    }

    @Test
    void whatIsNoObjectIsRefused() throws Exception {
        // Given
        DestinationProgram program = batching("'${event.properties.name}'");

        // When // Then
        assertThatThrownBy(() -> table(program, FIRST))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FILTERED_AT_MAPPING))
                .hasMessageContaining("csv.columns does not give an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null"})
    void aTableNeedsColumns(String columns) {
        // When // Then
        assertThatThrownBy(() -> batching(columns))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("csv.columns: is missing");
    }

    private static DestinationProgram batching(String columns) throws MappingException {
        String request = "{url: '${config.url}', body: {csv: {columns: " + columns + "}}, batch: {mode: lines}}";
        return DestinationProgram.compile(
                Types.oneAction("{}", request),
                Types.destination("{url: 'https://tool.example'}", Selection.everything(), true, 10, List.of()),
                Map.of());
    }

    private static String table(DestinationProgram program, Event... events) throws RefusedException {
        List<Payload> batch = new ArrayList<>();
        for (Event event : events) {
            batch.addAll(program.map(event));
        }
        return Types.firstRequest(program, batch, NOW).bodyText();
    }
}
