package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestingTest {
    @ParameterizedTest
    @ValueSource(strings = {"1e1000", "1e99999999999", "-1.5E-99999999999"})
    void aNumberThatNobodyCanReadLaterIsRefused(String number) throws IOException {
        Problem problem = problem("{\"a\":[{\"price\":" + number + "}]}");
        assertThat(problem).isNotNull();
        assertThat(problem.reason()).isEqualTo(Reason.NUMBER_TOO_LONG);
        assertThat(problem.message("batch[3]"))
                .contains("price")
                .endsWith("a number has more than 100 characters or an exponent of more than three digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1e999", "-1.5E-400", "9007199254740993", "0.1000000000000000055511151231257827"})
    void aNumberThatIsReadLaterPasses(String number) throws IOException {
        String json = "{\"a\":[{\"price\":" + number + "}]}";
        assertThat(problem(json)).isNull();
        assertThat(ContractJson.EVENTS.readTree(json).at("/a/0/price").isNumber())
                .isTrue();
    }

    private static @Nullable Problem problem(String json) throws IOException {
        try (JsonParser parser = ContractJson.EVENTS.getFactory().createParser(json.getBytes(StandardCharsets.UTF_8))) {
            Nesting nesting = new Nesting(parser);
            nesting.skip(parser.nextToken(), 0);
            return nesting.problem();
        }
    }
}
