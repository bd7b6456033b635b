package dev.catchment.contract;

/** The two kinds of process that the operator runs for a hub. */
public enum Plane {
    INGEST("ingest"),
    DELIVERY("delivery");

    private final String wireName;

    Plane(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
