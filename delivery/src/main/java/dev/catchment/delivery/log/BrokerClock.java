package dev.catchment.delivery.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The broker's clock as it was last seen, carried on by this process's monotonic clock. What is due is due by the clock
 * that stamped the records, whatever this machine's calendar says.
 */
public final class BrokerClock extends Clock {
    private final LongSupplier ticker;
    private volatile Reading last;

    private record Reading(Instant broker, long nanos) {}

    /** @param now the broker's time, from any of its answers */
    public BrokerClock(Instant now, LongSupplier ticker) {
        this.ticker = ticker;
        this.last = new Reading(now, ticker.getAsLong());
    }

    /** Takes the time of a later answer over. */
    public void seen(Instant now) {
        last = new Reading(now, ticker.getAsLong());
    }

    @Override
    public Instant instant() {
        Reading reading = last;
        return reading.broker().plus(Duration.ofNanos(ticker.getAsLong() - reading.nanos()));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("instants only");
    }
}
