package dev.catchment.contract;

/**
 * Names of the environment variables through which the operator tells a plane where it belongs. What can change while
 * a plane runs is in the plan, never here: a change here is a new pod.
 */
public final class PlaneEnvironment {
    public static final String NAMESPACE = "CATCHMENT_NAMESPACE";
    public static final String WORKSPACE = "CATCHMENT_WORKSPACE";
    /** Unique among the live instances of a plane: the pod's name. */
    public static final String INSTANCE = "CATCHMENT_INSTANCE";
    /** Comma-separated {@code nats://host:port}. */
    public static final String NATS_SERVERS = "CATCHMENT_NATS_SERVERS";
    /** Folder with the NATS credentials, each in a file that is called as in the Secret; see {@link NatsKey}. */
    public static final String NATS_CREDENTIALS_DIR = "CATCHMENT_NATS_CREDENTIALS_DIR";
    /** Path of the 32-byte workspace key; delivery only. */
    public static final String WORKSPACE_KEY_FILE = "CATCHMENT_WORKSPACE_KEY_FILE";

    public static final String HTTP_PORT = "CATCHMENT_HTTP_PORT";
    public static final String ADMIN_PORT = "CATCHMENT_ADMIN_PORT";

    /**
     * Whole seconds that ingest serves on after SIGTERM, because whoever routes requests to a pod learns of its end about
     * when the pod does; {@code podTemplate.env} of a Workspace may set it. Absent: 5.
     */
    public static final String SERVE_ON_SECONDS = "CATCHMENT_SERVE_ON_SECONDS";

    private PlaneEnvironment() {}
}
