package dev.catchment.contract.plan;

import dev.catchment.contract.Plane;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the whole ingest plane.
 *
 * @param partitions partitions of the event log, at least 1
 * @param trustedProxies networks in CIDR notation whose X-Forwarded headers are believed; absent:
 *     {@link #DEFAULT_TRUSTED_PROXIES}; empty: none
 */
public record IngestSettings(int partitions, @Nullable List<String> trustedProxies) implements PlanDocument {
    public static final String KEY = "ingest";
    /** Loopback, private, unique-local and link-local: where a cluster's own proxies are. */
    public static final List<String> DEFAULT_TRUSTED_PROXIES = List.of(
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "::1/128",
            "fc00::/7",
            "fe80::/10");

    public IngestSettings {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions is " + partitions + "; it is at least 1");
        }
        trustedProxies = trustedProxies == null ? null : List.copyOf(trustedProxies);
    }

    public IngestSettings(int partitions) {
        this(partitions, null);
    }

    @Override
    public Plane plane() {
        return Plane.INGEST;
    }

    @Override
    public String key() {
        return KEY;
    }
}
