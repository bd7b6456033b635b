package dev.catchment.bench;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.frame.Frame;
import dev.catchment.contract.frame.FrameException;
import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.Message;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.OrderedConsumerConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The floor of delivery: an ordered consumer, and each event of its frames in one POST of the JDK's HttpClient, as it
 * stands in the frame. Nothing is composed, filtered, mapped, ordered, checked, marked or archived. Arguments: the NATS
 * URL, the receiver's URL, and how many requests at once.
 */
public final class FloorDelivery {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int WAITING = 4_000;

    private FloorDelivery() {}

    public static void main(String[] arguments) throws Exception {
        URI url = URI.create(arguments[1]);
        int concurrency = Integer.parseInt(arguments[2]);
        BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(WAITING);
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = 0; i < concurrency; i++) {
            Thread.ofVirtual().start(() -> post(http, url, waiting));
        }
        Connection connection = BrokerConnection.open(BrokerSettings.of(arguments[0]), "floor");
        IterableConsumer consumer = connection
                .getStreamContext(Hub.NAMES.logStream(0))
                .createOrderedConsumer(new OrderedConsumerConfiguration().deliverPolicy(DeliverPolicy.All))
                .iterate(ConsumeOptions.builder().batchBytes(8 << 20).build());
        while (true) {
            Message message = consumer.nextMessage(POLL);
            if (message != null) {
                queue(message.getData(), waiting);
            }
        }
    }

    private static void queue(byte[] bytes, BlockingQueue<byte[]> waiting) throws FrameException, InterruptedException {
        Frame frame = Frame.decode(bytes);
        for (int event = 0; event < frame.count(); event++) {
            waiting.put(frame.body(event));
        }
    }

    private static void post(HttpClient http, URI url, BlockingQueue<byte[]> waiting) {
        try {
            while (true) {
                HttpRequest request = HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(waiting.take()))
                        .build();
                int status = http.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status != 200) {
                    throw new IOException("answered with " + status);
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the floor ends", e);
        }
    }
}
