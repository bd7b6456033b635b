package dev.catchment.operator.metrics;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Counts what the operator asks kube-apiserver, each attempt. */
public record ApiRequests(OperatorMetrics metrics) implements Interceptor {
    public static final String NAME = "catchment-api-requests";

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        Request asked = Request.of(request.method(), request.uri());
        metrics.requested(asked.verb(), asked.resource());
    }

    /** @param resource plural, with the subresource after a slash, such as {@code destinations/status} */
    record Request(String verb, String resource) {
        static Request of(String method, URI uri) {
            List<String> path = Arrays.stream(uri.getPath().split("/"))
                    .filter(part -> !part.isEmpty())
                    .toList();
            // api/v1/… or apis/group/version/…
            int from = path.isEmpty() ? 0 : path.getFirst().equals("api") ? 2 : 3;
            if (path.size() > from + 2 && path.get(from).equals("namespaces")) {
                from += 2;
            }
            if (path.size() <= from) {
                return new Request(method.toLowerCase(Locale.ROOT), "discovery");
            }
            String resource = path.get(from) + (path.size() > from + 2 ? "/" + path.get(from + 2) : "");
            boolean one = path.size() > from + 1;
            return new Request(verb(method, uri, one), resource);
        }

        private static String verb(String method, URI uri, boolean one) {
            if (!method.equals("GET")) {
                return method.toLowerCase(Locale.ROOT);
            }
            String query = String.valueOf(uri.getQuery());
            if (query.contains("watch=true")) {
                return "watch";
            }
            return one ? "get" : "list";
        }
    }
}
