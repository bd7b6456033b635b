package dev.catchment.api.v1alpha1;

/** The API group and version of every kind in this package. */
public final class Api {
    public static final String GROUP = "catchment.dev";
    public static final String VERSION = "v1alpha1";
    public static final String API_VERSION = GROUP + "/" + VERSION;

    private Api() {}
}
