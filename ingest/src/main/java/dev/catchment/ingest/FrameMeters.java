package dev.catchment.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The meters of one partition's frames. */
record FrameMeters(Counter frames, Counter bytes, Counter failed, Timer latency) {
    static FrameMeters of(MeterRegistry registry, int partition) {
        String tag = Integer.toString(partition);
        return new FrameMeters(
                Counter.builder("catchment.ingest.frames")
                        .description("Frames that were stored")
                        .tag("partition", tag)
                        .register(registry),
                Counter.builder("catchment.ingest.frame.bytes")
                        .description("Bytes of the frames that were stored")
                        .tag("partition", tag)
                        .register(registry),
                Counter.builder("catchment.ingest.frames.failed")
                        .description("Frames of which it is not known that they are stored")
                        .tag("partition", tag)
                        .register(registry),
                Timer.builder("catchment.ingest.publish")
                        .description("Time from sending a frame to its acknowledgement, retries included")
                        .tag("partition", tag)
                        .serviceLevelObjectives(
                                Duration.ofMillis(1),
                                Duration.ofMillis(2),
                                Duration.ofMillis(5),
                                Duration.ofMillis(10),
                                Duration.ofMillis(50),
                                Duration.ofMillis(250),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5))
                        .register(registry));
    }
}
