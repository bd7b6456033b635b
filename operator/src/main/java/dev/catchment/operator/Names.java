package dev.catchment.operator;

import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;

/** The names of everything the operator makes: a public scheme, spelt nowhere else. */
public final class Names {
    /** Key of the write key in a Secret of generated write keys. */
    public static final String WRITE_KEY = "writeKey";
    /** Key of the 32 bytes in a Secret with a workspace key. */
    public static final String WORKSPACE_KEY = "key";

    public static final String CONTAINER = "catchment";
    public static final String HTTP_PORT_NAME = "http";
    public static final String ADMIN_PORT_NAME = "admin";

    private Names() {}

    /** Deployment, Service, ServiceAccount, PodDisruptionBudget and autoscaler of a plane. */
    public static String plane(HubId hub, Plane plane) {
        return hub.workspace() + "-" + plane.wireName();
    }

    public static String workspaceKeySecret(HubId hub) {
        return hub.workspace() + "-workspace-key";
    }

    public static String writeKeySecret(String source) {
        return source + "-write-key";
    }
}
