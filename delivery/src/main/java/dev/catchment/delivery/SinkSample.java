package dev.catchment.delivery;

import dev.catchment.delivery.lane.Reading;
import java.time.Instant;
import java.util.Optional;

/**
 * A destination in one partition, at one scrape.
 *
 * @param lag frames between what it still needs and the head
 */
record SinkSample(String partition, String destination, Reading reading, long lag, Optional<Instant> oldestPending) {}
