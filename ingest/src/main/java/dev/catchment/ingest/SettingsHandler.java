package dev.catchment.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * The settings that an SDK of an app fetches when it starts, with the host to which it then sends: the one that it asked
 * this for. No destination runs on the device. Kotlin's SDK stops at a part that is not an object, and every SDK at an
 * answer other than 200, so a source that is disabled has settings too.
 */
final class SettingsHandler {
    private static final Header KEPT = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "public, max-age=300");
    /** A cache before the proxy that named the host does not know by which name it was asked. */
    private static final Header KEPT_BY_CLIENT =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "private, max-age=300");

    private final Acceptance acceptance;
    private final Supplier<ClientAddress> addresses;

    SettingsHandler(Acceptance acceptance, Supplier<ClientAddress> addresses) {
        this.acceptance = acceptance;
        this.addresses = addresses;
    }

    /** @param key the write key in the path */
    void handle(ServerRequest request, ServerResponse response, String key) {
        response.header(Cors.VARY);
        try {
            LiveSource source = acceptance
                    .find(key)
                    .orElseThrow(() -> new Refusal(
                            Reason.NOT_FOUND, "no source has this write key: it is unknown, revoked or expired"));
            Acceptance.checkOrigin(source, new Caller(request, addresses, true));
            RequestedHost host = RequestedHost.of(request, addresses.get());
            response.header(Answers.JSON).header(host.own() ? KEPT : KEPT_BY_CLIENT);
            Answers.send(request, response, settings(key, host).toString().getBytes(StandardCharsets.UTF_8));
        } catch (Refusal refusal) {
            Answers.refused(request, response, refusal);
        }
    }

    static ObjectNode settings(String key, RequestedHost host) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        ObjectNode segment = settings.putObject("integrations").putObject("Segment.io");
        segment.put("apiKey", key).put("apiHost", host.name() + "/v1");
        if (!host.secure()) {
            segment.put("protocol", "http");
        }
        ObjectNode plan = settings.putObject("plan");
        plan.putObject("track").putObject("__default").put("enabled", true).putObject("integrations");
        plan.putObject("identify").putObject("__default").put("enabled", true);
        plan.putObject("group").putObject("__default").put("enabled", true);
        settings.putObject("edgeFunction");
        settings.putObject("middlewareSettings").putArray("routingRules");
        settings.putObject("enabledMiddleware");
        // Without it SDKs report about themselves, and to Segment unless they are told another host.
        settings.putObject("metrics").put("sampleRate", 0);
        settings.putObject("consentSettings")
                .put("hasUnmappedDestinations", true)
                .putArray("allCategories");
        settings.putObject("autoInstrumentation");
        return settings;
    }
}
