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
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Removes frames that every reader has passed. They stay for {@code keep} while the stream is less full than
 * {@link LogSpace#ALARM}; by the broker's clock.
 */
public final class LogPurger {
    private static final int NOT_FOUND = 404;

    private final JetStreamManagement management;
    private final String stream;
    private volatile LogSpace space = new LogSpace(0, 0, 0, 0, Instant.EPOCH);
    private final AtomicLong early = new AtomicLong();
    private final BrokerClock clock;

    /** @param clock told the broker's time whenever that is heard */
    public LogPurger(Connection connection, String stream, BrokerClock clock) throws IOException {
        this.management = connection.jetStreamManagement();
        this.stream = stream;
        this.clock = clock;
    }

    /** As it was seen last. */
    public LogSpace space() {
        return space;
    }

    /** Frames that were purged before their time because the log was full. */
    public long purgedEarly() {
        return early.get();
    }

    public LogSpace look() throws IOException, JetStreamApiException {
        StreamInfo info = management.getStreamInfo(stream);
        clock.seen(info.getTimestamp().toInstant());
        space = LogSpace.of(info);
        return space;
    }

    /**
     * @param needed lowest frame that a reader still needs, as far as that is stored durably
     * @return how full the log is now
     */
    public LogSpace purge(long needed, Duration keep) throws IOException, JetStreamApiException {
        StreamInfo info = management.getStreamInfo(stream);
        clock.seen(info.getTimestamp().toInstant());
        StreamState state = info.getStreamState();
        space = LogSpace.of(info);
        long first = state.getFirstSequence();
        if (state.getMsgCount() == 0 || needed <= first) {
            return space;
        }
        long old = Math.min(needed, firstSince(info.getTimestamp().minus(keep), needed));
        long to = space.ratio() >= LogSpace.ALARM ? needed : old;
        if (to <= first) {
            return space;
        }
        management.purgeStream(stream, PurgeOptions.builder().sequence(to).build());
        early.addAndGet(to - Math.max(first, old));
        return look();
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
