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
    /** The Workspace that it belongs to is not in order. */
    WORKSPACE_NOT_READY("WorkspaceNotReady"),
    /** A warning: some delivery pods only stand by. */
    REPLICAS_EXCEED_PARTITIONS("ReplicasExceedPartitions"),
    /** The cluster lacks the kind HTTPRoute, which the exposure asks for. */
    GATEWAY_API_MISSING("GatewayApiMissing"),
    /** The cluster lacks the kind ScaledObject, which the autoscaling asks for. */
    KEDA_MISSING("KedaMissing"),
    READY("Ready"),
    UP_TO_DATE("UpToDate"),
    NOT_STALLED("NotStalled"),
    SYNC_INTERVAL_NOT_VISIBLE("SyncIntervalNotVisible"),
    REPLICATED("Replicated"),
    /** A deleted Workspace could not be removed from NATS in time. */
    DATA_LEFT_BEHIND("DataLeftBehind"),

    // PlanesReady
    PLANES_READY("PlanesReady"),
    /** A plane is wanted without pods. */
    SCALED_TO_ZERO("ScaledToZero"),
    /** Pods start, or are about to. */
    PODS_NOT_READY("PodsNotReady"),
    /** Kubernetes does not let the pods be made. */
    PODS_REFUSED("PodsRefused"),
    /** No node takes the pod. */
    UNSCHEDULABLE("Unschedulable"),
    IMAGE_PULL_FAILED("ImagePullFailed"),
    /** The container cannot be made of what the pod says, such as a key that its Secret lacks. */
    CONTAINER_NOT_CREATED("ContainerNotCreated"),
    /** The container ends again and again. */
    CRASH_LOOP("CrashLoop"),
    /** The pods had their time and are not ready. */
    PROGRESS_DEADLINE_EXCEEDED("ProgressDeadlineExceeded"),

    // DataLoss
    NOTHING_LOST("NothingLost"),
    /** The event log no longer has frames that somebody still needed. */
    FRAMES_LOST("FramesLost"),
    /** Whoever is responsible knows of what was lost. */
    LOSS_ACKNOWLEDGED("LossAcknowledged"),

    // Delivering
    DELIVERING("Delivering"),
    /** Nothing was delivered yet. */
    NO_TRAFFIC("NoTraffic"),
    DISABLED("Disabled"),
    SUSPENDED("Suspended"),
    /** The tool does not take the credentials. */
    CREDENTIALS_REJECTED("CredentialsRejected"),
    /** The tool fails, whatever is sent. */
    CIRCUIT_OPEN("CircuitOpen"),
    /** The tool answers, and refuses every event. */
    EVENTS_REFUSED("EventsRefused");

    private final String wireName;

    Reason(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
