package dev.catchment.delivery.director;

import dev.catchment.contract.Subjects;
import dev.catchment.delivery.log.LogRead;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.nats.client.impl.Headers;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps frames that cannot be read among the dead letters, under the name {@code _log}: the bytes as they are, and why
 * in the headers.
 */
final class Quarantine {
    static final String NAME = "_log";
    static final String REASON = "Catchment-Reason";
    static final String POSITION = "Catchment-Position";
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final Connection connection;
    private final Subjects names;

    Quarantine(Connection connection, Subjects names) {
        this.connection = connection;
        this.names = names;
    }

    void keep(int partition, LogRead.Damaged damaged) throws IOException, JetStreamApiException {
        String position = partition + "/" + damaged.sequence();
        LOG.atError()
                .addKeyValue("partition", partition)
                .addKeyValue("frame", damaged.sequence())
                .log("frame is damaged and set aside: {}", damaged.reason());
        Headers headers = new Headers().add(REASON, damaged.reason()).add(POSITION, position);
        connection
                .jetStream()
                .publish(
                        names.deadLetterSubject(NAME),
                        headers,
                        damaged.bytes(),
                        PublishOptions.builder()
                                .messageId(NAME + "/" + position)
                                .build());
    }
}
