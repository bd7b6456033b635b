package dev.catchment.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.pipeline.Events;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegrationsTest {
    private static final Integrations INTEGRATIONS = new Integrations(List.of("crm", "Webhook", "Webhooks (Actions)"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                        |",
                "{\"integrations\":null}                                   |",
                "{\"integrations\":[false]}                                |",
                "{\"integrations\":{}}                                     |",
                "{\"integrations\":{\"All\":true}}                         |",
                "{\"integrations\":{\"All\":false}}                        | All",
                "{\"integrations\":{\"All\":{}}}                           |",
                "{\"integrations\":{\"all\":false}}                        |",
                "{\"integrations\":{\"Webhook\":false}}                    | Webhook",
                "{\"integrations\":{\"webhook\":false}}                    |",
                "{\"integrations\":{\"Other\":false}}                      |",
                "{\"integrations\":{\"All\":false,\"Webhook\":true}}       |",
                "{\"integrations\":{\"All\":false,\"Webhook\":{\"a\":1}}}  |",
                "{\"integrations\":{\"All\":false,\"Webhook\":null}}       | All",
                "{\"integrations\":{\"All\":false,\"Webhook\":\"yes\"}}    | All",
                "{\"integrations\":{\"All\":true,\"Webhooks (Actions)\":false}} | Webhooks (Actions)",
                "{\"integrations\":{\"crm\":false,\"Webhook\":true}}       | crm",
                "{\"integrations\":{\"crm\":true,\"Webhook\":false}}       |",
                "{\"integrations\":{\"All\":false,\"crm\":{}}}             |"
            })
    void theSenderChooses(String event, String disabledBy) {
        assertThat(INTEGRATIONS.disabledBy(Events.object(event))).isEqualTo(disabledBy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                    |",
                "{\"integrations\":[{\"crm\":{}}]}                                     |",
                "{\"integrations\":{\"All\":{\"a\":1}}}                                |",
                "{\"integrations\":{\"Other\":{\"a\":1}}}                              |",
                "{\"integrations\":{\"webhook\":{\"a\":1}}}                            |",
                "{\"integrations\":{\"Webhook\":true}}                                 |",
                "{\"integrations\":{\"Webhook\":[{\"a\":1}]}}                          |",
                "{\"integrations\":{\"All\":false,\"Webhook\":{\"a\":1}}}              | {\"a\":1}",
                "{\"integrations\":{\"Webhooks (Actions)\":{\"a\":1.0}}}               | {\"a\":1.0}",
                "{\"integrations\":{\"crm\":true,\"Webhook\":{\"a\":1}}}               | {\"a\":1}",
                "{\"integrations\":{\"Webhook\":{\"a\":1},\"crm\":{}}}                 | {}",
                "{\"integrations\":{\"Webhooks (Actions)\":{\"b\":2},\"Webhook\":{}}}  | {}"
            })
    void optionsStandUnderADestinationsName(String event, String options) {
        assertThat(INTEGRATIONS
                        .options(Events.object(event))
                        .map(Object::toString)
                        .orElse(null))
                .isEqualTo(options);
    }
}
