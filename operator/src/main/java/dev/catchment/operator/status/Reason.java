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
    /** It is not good now, and the last version of it that was stays in force. */
    LAST_GOOD("LastGood"),
    /** It never was good, so what it would let through waits. */
    HELD("Held"),
    /** Nothing of its Workspace changes while that is paused. */
    WORKSPACE_PAUSED("WorkspacePaused"),
    /** A warning: the last of a source's write keys has ended. */
    WRITE_KEYS_EXPIRED("WriteKeysExpired"),
    PROVISIONED("Provisioned"),
    STREAMS_REFUSED("StreamsRefused"),
    BROKER_UNAVAILABLE("BrokerUnavailable"),
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
