package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedHostTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hub.example",
                "hub.example:8080",
                "HUB_1.example",
                "localhost",
                "192.0.2.1:1",
                "[2001:db8::1]",
                "[::1]:65535"
            })
    void names(String host) {
        assertThat(RequestedHost.isHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "hub.example:",
                "hub.example:x",
                "hub.example:65536",
                "hub.example:123456",
                "hub.example/evil",
                "evil@hub.example",
                "hub example",
                "hub,example",
                "h\u00fcb.example",
                "2001:db8::1",
                "[::1",
                "[::1]x",
                "[evil]",
                "[fe80::1%eth0]",
                "[]"
            })
    void noNames(String host) {
        assertThat(RequestedHost.isHost(host)).isFalse();
    }

    @Test
    void settingsAreObjectsWhereKotlinNeedsThem() {
        // When
        ObjectNode settings = SettingsHandler.settings("k", new RequestedHost("hub.example", true, true));

        // Then
        assertThat(settings.at("/integrations/Segment.io").toString())
                .isEqualTo("{\"apiKey\":\"k\",\"apiHost\":\"hub.example/v1\"}");
        for (String part : new String[] {
            "integrations",
            "plan",
            "edgeFunction",
            "middlewareSettings",
            "metrics",
            "consentSettings",
            "autoInstrumentation"
        }) {
            assertThat(settings.path(part).isObject()).as(part).isTrue();
        }
        assertThat(settings.at("/metrics/sampleRate").intValue()).isZero();
    }

    @Test
    void withoutTlsTheSettingsSaySo() {
        assertThat(SettingsHandler.settings("k", new RequestedHost("h", false, true))
                        .at("/integrations/Segment.io/protocol")
                        .textValue())
                .isEqualTo("http");
    }
}
