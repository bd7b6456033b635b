package dev.catchment.contract.plan;

import dev.catchment.contract.Plane;
import java.util.List;
import java.util.Objects;

/**
 * What holds for the whole delivery plane. Times in seconds, sizes in bytes.
 *
 * @param partitions partitions of the event log, at least 1
 * @param dedupeWindowSeconds how long a repeated messageId is recognised
 * @param logMaxBytes size of one partition's stream
 * @param logKeepSeconds how long delivered frames stay while the stream is under 70 % full
 */
public record DeliverySettings(
        int partitions, long dedupeWindowSeconds, long logMaxBytes, long logKeepSeconds, Archive archive, Egress egress)
        implements PlanDocument {
    public static final String KEY = "delivery";

    public DeliverySettings {
        Objects.requireNonNull(archive, "archive");
        Objects.requireNonNull(egress, "egress");
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions is " + partitions + "; it is at least 1");
        }
    }

    /**
     * @param keepSeconds age at which an object is removed
     * @param objectBytes uncompressed size at which an object is closed
     * @param rollSeconds age of its first event at which an object is closed
     */
    public record Archive(long keepSeconds, long maxBytes, long objectBytes, long rollSeconds) {}

    /**
     * @param allowCidrs address ranges allowed beside the public ones
     * @param allowPorts ports allowed beside 80, 443 and those from 1024
     */
    public record Egress(List<String> allowCidrs, List<Integer> allowPorts) {
        public Egress {
            allowCidrs = List.copyOf(allowCidrs);
            allowPorts = List.copyOf(allowPorts);
        }
    }

    @Override
    public Plane plane() {
        return Plane.DELIVERY;
    }

    @Override
    public String key() {
        return KEY;
    }
}
