package dev.catchment.operator.hub;

import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows every key of a bucket until it is closed or its connection is. */
final class BucketWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BucketWatch.class);

    private final NatsKeyValueWatchSubscription subscription;

    /**
     * Both are called from a thread of the connection, also before this returns.
     *
     * @param entries gets what is there, then every change
     * @param completed called when everything that was there has been given
     */
    BucketWatch(KeyValue bucket, Consumer<KeyValueEntry> entries, Runnable completed)
            throws IOException, JetStreamApiException, InterruptedException {
        subscription = bucket.watchAll(new KeyValueWatcher() {
            @Override
            public void watch(KeyValueEntry entry) {
                entries.accept(entry);
            }

            @Override
            public void endOfData() {
                completed.run();
            }
        });
    }

    @Override
    public void close() {
        try {
            subscription.unsubscribe();
        } catch (IllegalStateException e) {
            LOG.debug("the watch went with its connection");
        }
    }
}
