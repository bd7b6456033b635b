package dev.catchment.delivery.http;

import dev.catchment.contract.plan.DeliverySettings.Egress;
import dev.catchment.mapping.OutgoingRequest;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.api.HttpClientRequest;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.spi.DnsResolver;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Makes requests. Blocks its (virtual) thread until the answer is there or the deadline has passed; follows no
 * redirect, uses no proxy, and dials only addresses that the {@link EgressGuard} allows.
 */
public final class Outbound {
    /** Bytes of an answer's body that are read. */
    public static final int MAX_ANSWER = 64 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final WebClient client;
    private final EgressGuard guard;
    private final Deadlines deadlines;
    private final Clock clock;

    public Outbound(Egress egress, Deadlines deadlines, Clock clock) {
        this.guard = new EgressGuard(egress);
        this.deadlines = deadlines;
        this.clock = clock;
        this.client = WebClient.builder()
                .dnsResolver(new GuardedResolver(guard))
                .dnsAddressLookup(DnsAddressLookup.IPV4_PREFERRED)
                .proxy(Proxy.noProxy())
                .followRedirects(false)
                .shareConnectionCache(false)
                .connectionCacheSize(256)
                .sendExpectContinue(false)
                .connectTimeout(CONNECT)
                .servicesDiscoverServices(false)
                .build();
    }

    /** @param timeout from here to the last byte of the answer */
    public Answer send(OutgoingRequest call, Duration timeout) throws InterruptedException {
        try (Deadlines.Watch watch = deadlines.watch(timeout)) {
            try {
                return exchange(call, timeout);
            } catch (RuntimeException | IOException e) {
                if (watch.expired()) {
                    return new Answer.NoAnswer("no answer within " + timeout.toMillis() + " ms");
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                return failure(e);
            }
        }
    }

    private Answer exchange(OutgoingRequest call, Duration timeout) throws IOException {
        URI uri = call.url();
        guard.checkPort(port(uri));
        HttpClientRequest request = client.method(Method.create(call.method()))
                .uri(uri)
                .skipUriEncoding(true)
                .readTimeout(timeout);
        call.headers().forEach((name, value) -> request.header(HeaderNames.create(name), value));
        try (HttpClientResponse response = call.body().length == 0 ? request.request() : request.submit(call.body())) {
            int status = response.status().code();
            Optional<Duration> retryAfter = response.headers()
                    .first(HeaderNames.RETRY_AFTER)
                    .flatMap(value -> RetryAfter.parse(value, clock.instant()));
            String body = "";
            if (response.entity().hasEntity()) {
                try (InputStream in = response.inputStream()) {
                    body = new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
                }
            }
            return new Answer.Response(status, body, retryAfter);
        }
    }

    private static Answer failure(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case EgressRefusedException refused -> {
                    return new Answer.Unreachable(String.valueOf(refused.getMessage()));
                }
                case UnknownHostException unknown -> {
                    return new Answer.Unreachable("unknown host " + unknown.getMessage());
                }
                case ConnectException refused -> {
                    return new Answer.Unreachable("no connection: " + refused.getMessage());
                }
                case NoRouteToHostException lost -> {
                    return new Answer.Unreachable("no route: " + lost.getMessage());
                }
                case SSLException tls -> {
                    return new Answer.Unreachable("TLS: " + tls.getMessage());
                }
                case SocketTimeoutException slow
                when isConnect(slow) -> {
                    return new Answer.Unreachable("no connection within " + CONNECT.toSeconds() + " s");
                }
                case IllegalArgumentException wrong -> {
                    return new Answer.Unreachable("the URL cannot be used: " + wrong.getMessage());
                }
                default -> {}
            }
        }
        return new Answer.NoAnswer(String.valueOf(e.getMessage()));
    }

    private static boolean isConnect(SocketTimeoutException e) {
        return String.valueOf(e.getMessage()).contains("onnect");
    }

    private static int port(URI uri) {
        if (uri.getHost() == null || uri.getScheme() == null) {
            throw new IllegalArgumentException("it has no scheme or host");
        }
        return switch (uri.getScheme()) {
            case "https" -> uri.getPort() < 0 ? 443 : uri.getPort();
            case "http" -> uri.getPort() < 0 ? 80 : uri.getPort();
            default -> throw new IllegalArgumentException("its scheme is neither http nor https");
        };
    }

    /** Resolves names and keeps only addresses that may be dialled. */
    private record GuardedResolver(EgressGuard guard) implements DnsResolver {
        @Override
        public InetAddress resolveAddress(String host, DnsAddressLookup lookup) {
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            try {
                return guard.choose(bare, lookup.filter(InetAddress.getAllByName(bare)));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
