package dev.catchment.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.catchment.pipeline.Events;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "STRING   | \"a\"                | \"a\"",
                "STRING   | 9007199254740993     | \"9007199254740993\"",
                "STRING   | 1.10                 | \"1.10\"",
                "STRING   | true                 | \"true\"",
                "STRING   | {}                   | -",
                "STRING   | []                   | -",
                "TEXT     | \"a\"                | \"a\"",
                "NUMBER   | 1.10                 | 1.10",
                "NUMBER   | 1e999999999          | 1E+999999999",
                "NUMBER   | \"1.5\"              | 1.5",
                "NUMBER   | \"-2e3\"             | -2E+3",
                "NUMBER   | \"01\"               | -",
                "NUMBER   | \"1,5\"              | -",
                "NUMBER   | \"\"                 | -",
                "NUMBER   | \"1e999999999\"      | -",
                "NUMBER   | true                 | -",
                "INTEGER  | 5                    | 5",
                "INTEGER  | 5.0                  | 5",
                "INTEGER  | 0e999999999          | 0",
                "INTEGER  | 5.5                  | -",
                "INTEGER  | 1e3                  | 1000",
                "INTEGER  | 1e999999999          | -",
                "INTEGER  | 1e-999999999         | -",
                "INTEGER  | 18446744073709551616 | 18446744073709551616",
                "INTEGER  | 12345678901234567890.0 | 12345678901234567890",
                "INTEGER  | 9223372036854775807.0 | 9223372036854775807",
                "INTEGER  | \"12\"               | 12",
                "INTEGER  | \"12.0\"             | 12",
                "INTEGER  | \"x\"                | -",
                "DATETIME | \"2026-01-02T03:04:05+01:00\" | \"2026-01-02T02:04:05.000Z\"",
                "DATETIME | \"2026-01-02\"       | \"2026-01-02T00:00:00.000Z\"",
                "DATETIME | 0                    | \"1970-01-01T00:00:00.000Z\"",
                "DATETIME | 1767323045           | \"2026-01-02T03:04:05.000Z\"",
                "DATETIME | \"1767323045123\"    | \"2026-01-02T03:04:05.123Z\"",
                "DATETIME | \"yesterday\"        | -",
                "DATETIME | 1e999999999          | -",
                "BOOLEAN  | true                 | true",
                "BOOLEAN  | \"false\"            | false",
                "BOOLEAN  | \"yes\"              | -",
                "BOOLEAN  | 1                    | -",
                "OBJECT   | {\"a\":null}         | {\"a\":null}",
                "OBJECT   | []                   | -",
                "OBJECT   | \"{}\"               | -"
            })
    void aValueIsBroughtToItsTypeOrRefused(FieldType type, String value, @Nullable String expected) {
        // When
        JsonNode coerced = type.coerce(Events.object("{\"v\":" + value + "}").get("v"));

        // Then
        assertThat(coerced == null ? null : coerced.toString()).isEqualTo(expected);
    }

    @Test
    void computedNumbersReadAsPeopleWriteThem() {
        assertThat(FieldType.STRING.coerce(DoubleNode.valueOf(11.0))).hasToString("\"11\"");
        assertThat(FieldType.STRING.coerce(DoubleNode.valueOf(11.5))).hasToString("\"11.5\"");
        assertThat(FieldType.INTEGER.coerce(DoubleNode.valueOf(11.0))).hasToString("11");
        assertThat(FieldType.INTEGER.coerce(DoubleNode.valueOf(1e300))).isNull();
        assertThat(FieldType.INTEGER.coerce(DoubleNode.valueOf(Double.NaN))).isNull();
    }
}
