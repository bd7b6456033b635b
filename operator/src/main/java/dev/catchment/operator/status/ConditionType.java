package dev.catchment.operator.status;

/**
 * The conditions of every kind.
 *
 * <pre>
 * Ready = Accepted       the spec is valid
 *       ∧ ResolvedRefs   everything it refers to is there
 *       ∧ Provisioned    (Workspace) its streams and buckets are as they should be
 *       ∧ TestsPassed    (Destination, Filter with spec.tests) its cases come out as expected
 *       ∧ Programmed     every live instance of its plane has applied it
 * Stalled     = ¬ Accepted ∨ ¬ TestsPassed: nothing happens until the spec changes
 * Reconciling = ¬ Ready ∧ ¬ Stalled: it may become Ready by itself
 * </pre>
 */
public enum ConditionType {
    ACCEPTED("Accepted"),
    RESOLVED_REFS("ResolvedRefs"),
    PROVISIONED("Provisioned"),
    TESTS_PASSED("TestsPassed"),
    PROGRAMMED("Programmed"),
    READY("Ready"),
    RECONCILING("Reconciling"),
    STALLED("Stalled"),
    /** Workspace: whether the NATS servers were seen to sync every write. Does not make it unready. */
    DURABILITY_VERIFIED("DurabilityVerified");

    private final String wireName;

    ConditionType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
