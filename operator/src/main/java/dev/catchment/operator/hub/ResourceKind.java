package dev.catchment.operator.hub;

/** The kinds that a plan is made of. */
public enum ResourceKind {
    WORKSPACE("Workspace"),
    SOURCE("Source"),
    DESTINATION("Destination"),
    FILTER("Filter"),
    DESTINATION_TYPE("DestinationType");

    private final String wireName;

    ResourceKind(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
