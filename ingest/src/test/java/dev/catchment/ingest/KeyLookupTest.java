package dev.catchment.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.catchment.contract.plan.SourceDocument;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * That the time of an answer tells nothing about write keys which the answer itself does not tell. What is presented is
 * never compared with a key: it is hashed and the hash is looked up, so that a key that is nearly right is as wrong as any
 * other. A key that has expired is answered like one that never was. In the body and in its items keys go the same way, one
 * look-up for each that is presented; the body is read before, whatever they turn out to be.
 */
class KeyLookupTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Caller CALLER = new Caller(request(), () -> new ClientAddress(List.of()), false);

    private final AtomicInteger lookUps = new AtomicInteger();
    private final AtomicInteger looksAtTheClock = new AtomicInteger();
    private final IngestLog log = new IngestLog(partition -> new FrameWriter(
            partition, new Nowhere(), Clock.systemUTC(), FrameMeters.of(new SimpleMeterRegistry(), partition)));
    private final Acceptance acceptance =
            new Acceptance(this::keys, log, new CountingClock(), new SourceMeters(new SimpleMeterRegistry(), ""));

    private record Nowhere() implements FrameSink {
        @Override
        public void store(UUID id, byte[] frame) {}

        @Override
        public void close() {}
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @ParameterizedTest
    @CsvSource({
        "good,",
        "disabled, SOURCE_DISABLED",
        "expired, UNKNOWN_SOURCE",
        "unknown, UNKNOWN_SOURCE",
        "goo, UNKNOWN_SOURCE",
        "goodd, UNKNOWN_SOURCE"
    })
    void whateverTheKeyTheWorkIsTheSame(String key, @Nullable Reason refused) {
        // Given
        log.open(1);

        // When
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> acceptance.authorize(Optional.of(key), CALLER));

        // Then
        assertThat(refusal == null ? null : refusal.reason()).isEqualTo(refused);
        assertThat(lookUps).hasValue(1);
        assertThat(looksAtTheClock).hasValue(1);
    }

    @Test
    void anExpiredKeyAndAnUnknownOneAreAnsweredAlike() {
        // Given
        log.open(1);

        // When
        Refusal expired =
                catchThrowableOfType(Refusal.class, () -> acceptance.authorize(Optional.of("expired"), CALLER));
        Refusal unknown =
                catchThrowableOfType(Refusal.class, () -> acceptance.authorize(Optional.of("unknown"), CALLER));

        // Then
        assertThat(expired.text()).isEqualTo(unknown.text());
        assertThat(expired.reason()).isEqualTo(unknown.reason());
    }

    @ParameterizedTest
    @CsvSource({"good", "disabled", "expired", "unknown"})
    void inTheBodyAndInItsItemsEachKeyIsOneLookUp(String key) throws Refusal {
        // Given
        log.open(1);
        String item = "{\"type\":\"identify\",\"userId\":\"u\"%s}";
        String own = item.formatted(",\"writeKey\":\"" + key + "\"");
        ParsedRequest items =
                RequestParser.batch(("{\"batch\":[" + own + "," + own + "," + own + "]}").getBytes(UTF_8));
        ParsedRequest body = RequestParser.batch(
                ("{\"batch\":[" + item.formatted("") + "],\"writeKey\":\"" + key + "\"}").getBytes(UTF_8));

        // When
        int ofItems = lookUpsOf(items);
        int ofBody = lookUpsOf(body);

        // Then
        assertThat(ofItems).isEqualTo(3);
        assertThat(ofBody).isEqualTo(1);
        assertThat(looksAtTheClock).hasValue(4);
    }

    private int lookUpsOf(ParsedRequest request) {
        int before = lookUps.get();
        try {
            Acceptance.Outcome unused = acceptance.accept(request, Optional.empty(), CALLER);
        } catch (Refusal refusal) {
            assertThat(refusal.reason()).isIn(Reason.UNKNOWN_SOURCE, Reason.SOURCE_DISABLED);
        }
        return lookUps.get() - before;
    }

    private WriteKeys keys() {
        lookUps.incrementAndGet();
        WriteKeys.Builder keys = new WriteKeys.Builder();
        add(keys, "web", true, "good", null);
        add(keys, "off", false, "disabled", null);
        add(keys, "old", true, "expired", NOW.minusSeconds(1));
        return keys.build();
    }

    private static void add(
            WriteKeys.Builder keys, String name, boolean enabled, String key, @Nullable Instant notAfter) {
        try {
            SourceDocument document = new SourceDocument(
                    name,
                    "server",
                    enabled,
                    List.of(new SourceDocument.WriteKey(IngestFixture.sha256(key), notAfter)),
                    List.of(),
                    null);
            keys.add(
                    document,
                    new LiveSource(
                            name,
                            enabled,
                            AllowedOrigins.ANY,
                            null,
                            Optional.empty(),
                            new SourceMeters(new SimpleMeterRegistry(), name)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Without headers. */
    private static ServerRequest request() {
        return (ServerRequest) Proxy.newProxyInstance(
                KeyLookupTest.class.getClassLoader(), new Class<?>[] {ServerRequest.class}, (_, method, _) -> {
                    if (method.getName().equals("headers")) {
                        return ServerRequestHeaders.create();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private final class CountingClock extends Clock {
        @Override
        public Instant instant() {
            looksAtTheClock.incrementAndGet();
            return NOW;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
