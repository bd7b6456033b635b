package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An app that sends numbered events one by one, and knows which were stored. */
final class App implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private long last;

    /** @param url of an ingest */
    App(String url) {
        this.url = url;
    }

    /** Sends an event that must be stored; its number. */
    long send(String key, String event) throws IOException, InterruptedException {
        assertThat(status(key, event)).as("answer to " + event).isEqualTo(200);
        return last;
    }

    /** Sends an event; the status of the answer. */
    synchronized int status(String key, String event) throws IOException, InterruptedException {
        last++;
        String body = """
                {"userId":"u%d","event":"%s","properties":{"number":%d}}""".formatted(last % 97, event, last);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1/track"))
                .timeout(Duration.ofSeconds(20))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** Sends one event after the other until it is closed. */
    Stream stream(String key, String event, Duration pause) {
        return new Stream(key, event, pause);
    }

    /** Events that are on their way all the time. */
    final class Stream implements AutoCloseable {
        private final List<Long> stored = new ArrayList<>();
        private final Thread thread;
        private volatile boolean ending;

        private Stream(String key, String event, Duration pause) {
            thread = Thread.ofVirtual().start(() -> {
                try {
                    while (!ending) {
                        long number = send(key, event);
                        synchronized (stored) {
                            stored.add(number);
                        }
                        Thread.sleep(pause);
                    }
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        /** Ends it; the numbers of all that was stored. */
        List<Long> end() throws InterruptedException {
            ending = true;
            thread.join();
            return stored;
        }

        @Override
        public void close() throws InterruptedException {
            end();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
