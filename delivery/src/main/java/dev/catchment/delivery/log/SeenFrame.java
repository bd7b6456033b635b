package dev.catchment.delivery.log;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The frame that was read last: the log is still the same if it stands where it stood, and what was stored after it is
 * new.
 *
 * @param stored the broker's timestamp; absent: an older release did not keep it
 */
public record SeenFrame(UUID id, @Nullable Instant stored) {}
