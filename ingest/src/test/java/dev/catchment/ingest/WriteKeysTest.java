package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.SourceDocument;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteKeysTest {
    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void aKeyOpensItsSourceUntilItsEnd() throws Exception {
        // Given
        SourceDocument web = new SourceDocument(
                "web",
                "server",
                true,
                List.of(
                        new SourceDocument.WriteKey(IngestFixture.sha256("old"), END),
                        new SourceDocument.WriteKey(IngestFixture.sha256("new"), null)),
                List.of(),
                null);
        SourceDocument later = IngestFixture.source("later", "new", "own");

        // When
        WriteKeys keys = new WriteKeys.Builder()
                .add(web, live("web"))
                .add(later, live("later"))
                .build();

        // Then
        assertThat(source(keys, "old", END)).contains("web");
        assertThat(source(keys, "old", END.plusMillis(1))).isEmpty();
        assertThat(source(keys, "new", END.plusMillis(1)))
                .as("first source keeps the key")
                .contains("web");
        assertThat(source(keys, "own", END)).contains("later");
        assertThat(source(keys, "New", END)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Basic a2V5Og==,       key",
        "Basic a2V5,           key",
        "basic  a2V5OnNlY3JldA==, key",
        "Basic IGtleSA6,       key",
        "Basic Og==,",
        "Basic %%%,",
        "Bearer a2V5Og==,",
        "Basic,",
    })
    void basicAuthorizationNamesTheKeyWithOrWithoutColon(String header, String key) {
        assertThat(WriteKeyReader.basic(header)).isEqualTo(Optional.ofNullable(key));
    }

    private static Optional<String> source(WriteKeys keys, String key, Instant now) {
        return keys.find(key, Clock.fixed(now, ZoneOffset.UTC)).map(LiveSource::name);
    }

    private static LiveSource live(String name) {
        return new LiveSource(
                name,
                true,
                AllowedOrigins.ANY,
                null,
                Optional.empty(),
                new SourceMeters(new SimpleMeterRegistry(), name));
    }
}
