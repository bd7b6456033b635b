package dev.catchment.ingest;

import dev.catchment.contract.Kind;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every path of the tracking API. One look-up by path: a list of routes would be tried one by one for each request.
 *
 * <pre>
 *  POST /v1/{identify,track,page,screen,group,alias}         one event
 *  POST /v1/batch, /v1/import, /import                       events of a server
 *  POST /v1/{i,t,p,s,g,a}, /v1/b, /b                         the same from browsers and apps, with the client's address
 *  GET  /v1/pixel/{identify,track,page,screen,group,alias}   the same as an image
 *  POST /v1/m, /m                                            what SDKs report about themselves
 *  GET  /v1/projects/{key}/settings, /projects/…             settings of mobile SDKs
 * </pre>
 *
 * SDKs add a slash behind some batch paths (Java's) and leave {@code /v1} out when they are given a host only. HEAD is
 * answered where GET is, OPTIONS everywhere.
 */
final class Routes implements Handler {
    private static final List<String> PROJECTS = List.of("/v1/projects/", "/projects/");
    private static final String SETTINGS = "/settings";

    /** Parts of Segment's API that SDKs may ask for. */
    private static final Map<String, String> NOT_SERVED = Map.of(
            "/v1/set",
            "the Objects API is not served: send objects as identify and group calls",
            "/token",
            "OAuth is not served: authorize with the write key alone");

    private static final String NOTHING_HERE =
            "there is nothing here: send events with POST /v1/track, identify, page, screen, group, alias or batch";

    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private final SettingsHandler settings;

    /** @param method GET or POST */
    private record Endpoint(Method method, Handler handler) {
        boolean serves(Method asked) {
            return asked.equals(method) || (method.equals(Method.GET) && asked.equals(Method.HEAD));
        }

        String methods() {
            return method.equals(Method.GET) ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";
        }
    }

    Routes(Acceptance acceptance, MemoryBudget budget, Supplier<ClientAddress> addresses, SdkMetrics metrics) {
        settings = new SettingsHandler(acceptance, addresses);
        for (Kind kind : Kind.values()) {
            String name = kind.wireName();
            post("/v1/" + name, new TrackingHandler(acceptance, budget, addresses, kind, false));
            post("/v1/" + name.charAt(0), new TrackingHandler(acceptance, budget, addresses, kind, true));
            endpoints.put(
                    "/v1/pixel/" + name,
                    new Endpoint(Method.GET, new PixelHandler(acceptance, budget, addresses, kind)));
        }
        Handler servers = new TrackingHandler(acceptance, budget, addresses, null, false);
        Handler clients = new TrackingHandler(acceptance, budget, addresses, null, true);
        for (String slash : List.of("", "/")) {
            post("/v1/batch" + slash, servers);
            post("/v1/import" + slash, servers);
            post("/import" + slash, servers);
            post("/v1/b" + slash, clients);
            post("/b" + slash, clients);
        }
        Handler reports = new SdkMetricsHandler(budget, metrics);
        post("/v1/m", reports);
        post("/m", reports);
    }

    private void post(String path, Handler handler) {
        endpoints.put(path, new Endpoint(Method.POST, handler));
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws Exception {
        Method method = request.prologue().method();
        String path = request.prologue().uriPath().path();
        Endpoint endpoint = endpoint(path);
        if (endpoint != null && endpoint.serves(method)) {
            endpoint.handler().handle(request, response);
        } else if (method.equals(Method.OPTIONS)) {
            Cors.preflight(response);
            response.header(HeaderNames.ALLOW, endpoint == null ? "OPTIONS" : endpoint.methods());
            response.send();
        } else if (endpoint == null) {
            String text = NOT_SERVED.getOrDefault(path, NOTHING_HERE);
            Answers.refused(request, response, new Refusal(Reason.NOT_FOUND, text));
        } else {
            response.header(HeaderNames.ALLOW, endpoint.methods());
            String text = method.text() + " is not understood here: use "
                    + endpoint.method().text();
            Answers.refused(request, response, new Refusal(Reason.METHOD_NOT_ALLOWED, text));
        }
    }

    private @Nullable Endpoint endpoint(String path) {
        Endpoint fixed = endpoints.get(path);
        String key = fixed == null ? settingsKey(path) : null;
        return key == null
                ? fixed
                : new Endpoint(Method.GET, (request, response) -> settings.handle(request, response, key));
    }

    /** The write key in the path of a source's settings; null if it is another path. */
    static @Nullable String settingsKey(String path) {
        for (String projects : PROJECTS) {
            int end = path.length() - SETTINGS.length();
            if (path.startsWith(projects) && path.endsWith(SETTINGS) && end > projects.length()) {
                String key = path.substring(projects.length(), end);
                return key.indexOf('/') < 0 ? key : null;
            }
        }
        return null;
    }
}
