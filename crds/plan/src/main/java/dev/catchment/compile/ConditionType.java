package dev.catchment.compile;

/** The conditions of a resource on which its compilation has a say. */
public enum ConditionType {
    /** The spec is valid. */
    ACCEPTED("Accepted"),
    /** Everything it refers to is there. */
    RESOLVED_REFS("ResolvedRefs"),
    /** The cases in its spec come out as expected. */
    TESTS_PASSED("TestsPassed"),
    /** It is in force. Only ever denied here: what is in force, the planes say. */
    PROGRAMMED("Programmed");

    private final String text;

    ConditionType(String text) {
        this.text = text;
    }

    /** As it stands in a status. */
    public String text() {
        return text;
    }
}
