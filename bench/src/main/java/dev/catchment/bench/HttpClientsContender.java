package dev.catchment.bench;

import dev.catchment.contract.plan.DeliverySettings.Egress;
import dev.catchment.delivery.http.Answer;
import dev.catchment.delivery.http.Deadlines;
import dev.catchment.delivery.http.Outbound;
import dev.catchment.mapping.OutgoingRequest;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webclient.http1.Http1Client;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.Timeout;

/** An HTTP client that posts one body to one webhook, from many virtual threads at once. */
@FunctionalInterface
interface HttpClientsContender extends AutoCloseable {
    Duration TIMEOUT = Duration.ofSeconds(30);
    int MOST_CONNECTIONS = 1024;

    /** The status. */
    int post() throws Exception;

    @Override
    default void close() {}

    static HttpClientsContender of(String name, URI url, byte[] body) {
        return switch (name) {
            case "delivery" -> delivery(url, body);
            case "httpclient5" -> apache(full(), url, body);
            case "httpclient5-minimal" -> apache(HttpClients.createMinimal(connections()), url, body);
            case "helidon" -> helidon(url, body);
            case "jdk" -> jdk(url, body);
            default -> throw new IllegalArgumentException("unknown client " + name);
        };
    }

    /** What the delivery plane uses: checks the address, ends at a deadline, keeps the answer's beginning. */
    private static HttpClientsContender delivery(URI url, byte[] body) {
        Outbound outbound =
                new Outbound(new Egress(List.of("127.0.0.0/8"), List.of()), new Deadlines(), Clock.systemUTC());
        OutgoingRequest request =
                new OutgoingRequest("POST", url, Map.of("Content-Type", "application/json"), body, Set.of());
        return () -> outbound.send(request, TIMEOUT, () -> true) instanceof Answer.Response response
                ? response.status()
                : -1;
    }

    private static HttpClientsContender apache(CloseableHttpClient client, URI url, byte[] body) {
        return () -> {
            HttpPost post = new HttpPost(url);
            post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
            return client.execute(post, response -> {
                EntityUtils.toByteArray(response.getEntity());
                return response.getCode();
            });
        };
    }

    /** With all switched off that must not happen to an event. */
    private static CloseableHttpClient full() {
        return HttpClients.custom()
                .setConnectionManager(connections())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private static PoolingHttpClientConnectionManager connections() {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setSocketTimeout(Timeout.of(TIMEOUT))
                        .build())
                .build();
    }

    private static HttpClientsContender helidon(URI url, byte[] body) {
        Http1Client client = Http1Client.builder()
                .readTimeout(TIMEOUT)
                .followRedirects(false)
                .connectionCacheSize(MOST_CONNECTIONS)
                .build();
        return () -> {
            try (var response = client.post()
                    .uri(url)
                    .contentType(MediaTypes.APPLICATION_JSON)
                    .submit(body)) {
                response.as(byte[].class);
                return response.status().code();
            }
        };
    }

    private static HttpClientsContender jdk(URI url, byte[] body) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return () -> client.send(request, BodyHandlers.ofByteArray()).statusCode();
    }
}
