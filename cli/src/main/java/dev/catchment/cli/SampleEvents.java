package dev.catchment.cli;

import dev.catchment.pipeline.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** One of each of the six calls, for {@code explain} without events. */
final class SampleEvents {
    private static final String EVENTS = """
            {"type":"identify","messageId":"sample-identify","userId":"u-1","traits":{"email":"jane@shop.example","plan":"pro"}}
            {"type":"track","messageId":"sample-track","userId":"u-1","event":"Order Completed","properties":{"orderId":"o-1","total":19.99,"currency":"EUR","products":[{"sku":"s-1","quantity":2}]}}
            {"type":"page","messageId":"sample-page","anonymousId":"a-1","name":"Checkout","properties":{"url":"https://shop.example/checkout"}}
            {"type":"screen","messageId":"sample-screen","anonymousId":"a-1","name":"Home"}
            {"type":"group","messageId":"sample-group","userId":"u-1","groupId":"g-1","traits":{"name":"Shop"}}
            {"type":"alias","messageId":"sample-alias","userId":"u-1","previousId":"a-1"}
            """;

    private SampleEvents() {}

    static List<Event> all(String source, Instant now) throws IOException, CommandFailure {
        return EventsFile.parse(
                "samples", new ByteArrayInputStream(EVENTS.getBytes(StandardCharsets.UTF_8)), source, now);
    }
}
