package dev.catchment.contract;

/**
 * How a delivery pod tells how much of the log waits for it, so that the number of pods can follow: as a metric, and by
 * itself on the admin port, because all metrics of ten thousand destinations take megabytes.
 */
public final class LagSignal {
    /** Gauge without labels: frames that wait, over all partitions that the pod owns; 0 for a stand-by. */
    public static final String METRIC = "catchment_delivery_pod_lag_frames";
    /** Answers with a JSON object. */
    public static final String PATH = "/lag";
    /** The field in it that holds what {@link #METRIC} shows. */
    public static final String FIELD = "frames";

    private LagSignal() {}
}
