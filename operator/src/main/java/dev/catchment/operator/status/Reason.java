package dev.catchment.operator.status;

/** The reasons that the operator itself gives; those of the spec's own faults come from the compiler. */
public enum Reason {
    ACCEPTED("Accepted"),
    RESOLVED("Resolved"),
    REF_NOT_FOUND("RefNotFound"),
    PROGRAMMED("Programmed"),
    /** Nothing uses it, so there is nothing to apply. */
    NOT_USED("NotUsed"),
    /** Some live instance has not applied it yet. */
    PENDING("Pending"),
    /** A live instance cannot use it. */
    REFUSED("Refused"),
    NO_PLANES("NoPlanes"),
    /** It is in no plan, because it is not accepted. */
    NOT_IN_PLAN("NotInPlan"),
    PROVISIONED("Provisioned"),
    /** NATS does not make or change a stream. */
    STREAMS_REFUSED("StreamsRefused"),
    /** Another Kubernetes cluster with the same NATS has a Workspace of this namespace and name. */
    STREAMS_CLAIMED("StreamsClaimed"),
    /** NATS has no room for what the Workspace asks for. */
    INSUFFICIENT_STORAGE("InsufficientStorage"),
    /** The plan does not fit into its bucket. */
    PLAN_BUCKET_FULL("PlanBucketFull"),
    /** NATS does not answer. */
    BROKER_UNAVAILABLE("BrokerUnavailable"),
    /** NATS refuses the operator's credentials. */
    BROKER_UNAUTHORIZED("BrokerUnauthorized"),
    /** The operator's NATS user may not do what it has to. */
    BROKER_PERMISSION_DENIED("BrokerPermissionDenied"),
    /** NATS answers, but without JetStream. */
    JETSTREAM_DISABLED("JetStreamDisabled"),
    /** A NATS URL cannot be read. */
    NATS_URL_INVALID("NatsUrlInvalid"),
    /** An event: what somebody changed or removed in NATS is as it should be again. */
    DRIFT_REPAIRED("DriftRepaired"),
    WORKSPACE_KEY_INVALID("WorkspaceKeyInvalid"),
    /** A warning: some delivery pods only stand by. */
    REPLICAS_EXCEED_PARTITIONS("ReplicasExceedPartitions"),
    UNSUPPORTED_EXPOSURE("UnsupportedExposure"),
    READY("Ready"),
    UP_TO_DATE("UpToDate"),
    NOT_STALLED("NotStalled"),
    SYNC_INTERVAL_NOT_VISIBLE("SyncIntervalNotVisible"),
    REPLICATED("Replicated"),
    /** A deleted Workspace could not be removed from NATS in time. */
    DATA_LEFT_BEHIND("DataLeftBehind");

    private final String wireName;

    Reason(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
