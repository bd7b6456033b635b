package dev.catchment.delivery.director;

import dev.catchment.contract.Subjects;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the directors that died from those that lost their lease and live on: the network was cut, or the process stood
 * still. Only who takes over can count a crash, and only who outlived it can say that it was none.
 */
final class Outlived {
    private static final Logger LOG = LoggerFactory.getLogger(Outlived.class);

    private final KeyValue bucket;

    Outlived(KeyValue bucket) {
        this.bucket = bucket;
    }

    /** A director with this epoch has lost its lease, and the process lives. */
    void tell(int partition, long epoch) {
        try {
            bucket.put(Subjects.outlivedKey(partition), Long.toString(epoch).getBytes(StandardCharsets.UTF_8));
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.atDebug().addKeyValue("partition", partition).log("counted as a crash: {}", e.toString());
        }
    }

    /** Takes a crash back that was none. */
    void ask(int partition, Director director) throws IOException, JetStreamApiException {
        if (director.crashes() > 0 && !director.forerunnerLives()) {
            KeyValueEntry entry = bucket.get(Subjects.outlivedKey(partition));
            if (entry != null && told(entry) == director.lease().epoch() - 1) {
                LOG.atInfo().addKeyValue("partition", partition).log("the former director lives, it did not crash");
                director.retractCrash();
            }
        }
    }

    private static long told(KeyValueEntry entry) {
        try {
            return Long.parseLong(entry.getValueAsString());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
