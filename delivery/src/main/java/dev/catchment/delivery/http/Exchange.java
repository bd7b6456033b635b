package dev.catchment.delivery.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.NotImplementedException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.message.MessageSupport;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on one connection. Asks at the last moment whether it may still be sent, keeps the beginning
 * of the answer's body, reads a little more so that the connection can be used again, and gives a connection up whose
 * answer is longer or ends in doubt.
 */
final class Exchange {
    private static final int MAX_DRAINED = 256 * 1024;
    /** Informational answers (1xx) before the answer; more come from a server that is out of its mind. */
    private static final int MAX_INFORMATIONAL = 16;

    private static final int BUFFER = 8192;
    private static final int SMALL = 512;

    /** Shared, because nobody writes into it. */
    private static final HttpClientContext CONTEXT = HttpClientContext.create();

    private final ClassicHttpRequest request;
    private final BooleanSupplier maySend;
    private boolean answering;
    private boolean inDoubt;
    private @Nullable QuietConnection connection;

    private Exchange(ClassicHttpRequest request, BooleanSupplier maySend) {
        this.request = request;
        this.maySend = maySend;
    }

    /** @param keep how long the connection may rest before its next request; zero or less: it carries none */
    record Ended(Answer answer, Duration keep) {}

    /** No whole answer came back. */
    static final class Failed extends IOException {
        private static final long serialVersionUID = 1L;
        private final boolean answering;

        private Failed(IOException cause, boolean answering) {
            super(cause.getMessage(), cause);
            this.answering = answering;
        }

        /** Whether the beginning of an answer had arrived. */
        boolean answering() {
            return answering;
        }
    }

    /** @throws Failed if no whole answer came back; the request may have arrived */
    static Ended run(ConnectionEndpoint endpoint, ClassicHttpRequest request, BooleanSupplier maySend, Clock clock)
            throws Failed {
        Exchange exchange = new Exchange(request, maySend);
        try {
            return exchange.run(endpoint, clock);
        } catch (HttpException e) {
            throw new Failed(new IOException("no HTTP/1.1 answer: " + e.getMessage(), e), exchange.answering);
        } catch (IOException e) {
            throw new Failed(e, exchange.answering);
        }
    }

    private Ended run(ConnectionEndpoint endpoint, Clock clock) throws IOException, HttpException {
        ClassicHttpResponse response;
        try {
            response = endpoint.execute("", request, (_, on, _) -> head((QuietConnection) on), CONTEXT);
        } catch (NotSentException e) {
            return new Ended(new Answer.NotSent(), Connections.LONGEST_IDLE);
        }
        String body = body(response);
        Header retryAfter = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        Answer answer = new Answer.Response(
                response.getCode(),
                body,
                retryAfter == null ? Optional.empty() : RetryAfter.parse(retryAfter.getValue(), clock.instant()),
                headers(response));
        return new Ended(answer, keep(response));
    }

    private static Map<String, String> headers(ClassicHttpResponse response) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), String.valueOf(header.getValue()));
        }
        return headers;
    }

    private ClassicHttpResponse head(QuietConnection on) throws IOException, HttpException {
        connection = on;
        EndpointDetails traffic = on.getEndpointDetails();
        if (traffic.getRequestCount() > 0 && !on.quiet()) {
            throw new IOException("the server sent something that nobody asked for");
        }
        if (!maySend.getAsBoolean()) {
            throw new NotSentException();
        }
        long before = traffic.getReceivedBytesCount();
        try {
            return write(on);
        } finally {
            answering = traffic.getReceivedBytesCount() > before;
        }
    }

    /** A server may answer before it has read everything, such as with 413, and close: then its answer counts. */
    private ClassicHttpResponse write(QuietConnection on) throws IOException, HttpException {
        try {
            on.sendRequestHeader(request);
            on.sendRequestEntity(request);
            on.flush();
        } catch (IOException e) {
            inDoubt = true;
            try {
                return answer(on);
            } catch (IOException | HttpException none) {
                e.addSuppressed(none);
                throw e;
            }
        }
        return answer(on);
    }

    private ClassicHttpResponse answer(QuietConnection on) throws IOException, HttpException {
        for (int i = 0; i <= MAX_INFORMATIONAL; i++) {
            ClassicHttpResponse response = on.receiveResponseHeader();
            if (response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) {
                throw new ProtocolException("the server switches protocols unasked");
            }
            if (response.getCode() >= HttpStatus.SC_SUCCESS) {
                if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
                    entity(on, response);
                }
                return response;
            }
        }
        throw new ProtocolException("more than " + MAX_INFORMATIONAL + " informational answers");
    }

    /** In a coding that was not asked for, the body stays unread; the status still says what became of the request. */
    private void entity(QuietConnection on, ClassicHttpResponse response) throws IOException, HttpException {
        try {
            on.receiveResponseEntity(response);
        } catch (NotImplementedException e) {
            inDoubt = true;
        }
    }

    private String body(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return "";
        }
        InputStream in = entity.getContent(); // Closing it would read an endless body to its end.
        long length = entity.getContentLength();
        ByteArrayOutputStream kept = new ByteArrayOutputStream(length < 0 ? SMALL : (int) Math.min(length, SMALL));
        byte[] buffer = new byte[length < 0 ? BUFFER : Math.clamp(length, 1, BUFFER)];
        long drained = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            kept.write(buffer, 0, Math.min(read, Outbound.MAX_ANSWER - kept.size()));
            drained += read;
            if (drained > MAX_DRAINED) {
                inDoubt = true;
                break;
            }
        }
        return kept.toString(StandardCharsets.UTF_8);
    }

    private Duration keep(ClassicHttpResponse response) {
        boolean usable = !inDoubt
                && connection != null
                && connection.unread() == 0
                && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, CONTEXT);
        if (!usable) {
            return Duration.ZERO;
        }
        if (!response.containsHeader(HttpHeaders.KEEP_ALIVE)) {
            return Connections.LONGEST_IDLE;
        }
        Duration asked = DefaultConnectionKeepAliveStrategy.INSTANCE
                .getKeepAliveDuration(response, CONTEXT)
                .toDuration();
        return asked.compareTo(Connections.LONGEST_IDLE) < 0 ? asked : Connections.LONGEST_IDLE;
    }

    /** Ends an exchange before it began. */
    private static final class NotSentException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
