package dev.catchment.compile;

/** Why a condition of a resource is not True: one word for programs. */
public enum DiagnosticReason {
    /** The spec breaks a rule of its schema. */
    INVALID_SPEC("InvalidSpec"),
    /** The settings do not fit the destination's type. */
    INVALID_CONFIG("InvalidConfig"),
    /** A mapping does not fit the destination's type. */
    INVALID_MAPPING("InvalidMapping"),
    /** An expression does not compile. */
    INVALID_EXPRESSION("InvalidExpression"),
    /** A secret stands in the spec. */
    SECRET_IN_CONFIG("SecretInConfig"),
    /** A value is in its Secret but cannot be used. */
    INVALID_SECRET("InvalidSecret"),
    /** Something that is referred to does not exist. */
    REF_NOT_FOUND("RefNotFound"),
    /** An older source has the same write key. */
    KEY_CONFLICT("KeyConflict"),
    /** There is no such destination type, or not in that version. */
    UNKNOWN_TYPE("UnknownType"),
    /** The destination type is there but cannot be used. */
    TYPE_NOT_ACCEPTED("TypeNotAccepted"),
    /** A case in the spec comes out otherwise than expected. */
    TESTS_FAILED("TestsFailed"),
    /** Every case in the spec comes out as expected. */
    TESTS_PASSED("TestsPassed"),
    /** The cases in the spec wait until everything else about the resource is right. */
    TESTS_NOT_RUN("TestsNotRun"),
    /** Events wait for a filter. */
    HELD_BY_FILTER("HeldByFilter"),
    /** A warning: a selector fits nothing, so the resource has no effect. */
    SELECTS_NOTHING("SelectsNothing"),
    /** A warning: a source names one write key twice. */
    DUPLICATE_KEY("DuplicateKey"),
    /** It is larger than what can be sent to the planes. */
    TOO_LARGE("TooLarge"),
    /** A warning: the Workspace asks for more than the installation lets it reach. */
    EGRESS_EXCEEDS_MAXIMUM("EgressExceedsMaximum"),
    /** The compiler failed on this resource: a defect of Catchment, not of the resource. */
    INTERNAL_ERROR("InternalError");

    private final String text;

    DiagnosticReason(String text) {
        this.text = text;
    }

    /** As it stands in a condition. */
    public String text() {
        return text;
    }
}
