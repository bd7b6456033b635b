package dev.catchment.delivery.log;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.PurgeOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;

/**
 * Removes frames that every reader has passed. They stay for {@code keep} while the stream is under 70 % full; by the
 * broker's clock.
 */
public final class LogPurger {
    private static final double FULL = 0.7;
    private static final int NOT_FOUND = 404;

    private final JetStreamManagement management;
    private final String stream;

    private final BrokerClock clock;

    /** @param clock told the broker's time whenever that is heard */
    public LogPurger(Connection connection, String stream, BrokerClock clock) throws IOException {
        this.management = connection.jetStreamManagement();
        this.stream = stream;
        this.clock = clock;
    }

    /**
     * @param needed lowest frame that a reader still needs, as far as that is stored durably
     * @return first frame the log has now
     */
    public long purge(long needed, Duration keep) throws IOException, JetStreamApiException {
        StreamInfo info = management.getStreamInfo(stream);
        clock.seen(info.getTimestamp().toInstant());
        StreamState state = info.getStreamState();
        long first = state.getFirstSequence();
        if (state.getMsgCount() == 0 || needed <= first) {
            return first;
        }
        long maxBytes = info.getConfiguration().getMaxBytes();
        boolean full = maxBytes > 0 && state.getByteCount() >= FULL * maxBytes;
        long to =
                full ? needed : Math.min(needed, firstSince(info.getTimestamp().minus(keep), needed));
        if (to > first) {
            management.purgeStream(stream, PurgeOptions.builder().sequence(to).build());
        }
        return Math.max(to, first);
    }

    private long firstSince(ZonedDateTime time, long none) throws IOException, JetStreamApiException {
        try {
            MessageInfo message = management.getFirstMessage(stream, time);
            return message.getSeq();
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != NOT_FOUND) {
                throw e;
            }
            return none;
        }
    }
}
