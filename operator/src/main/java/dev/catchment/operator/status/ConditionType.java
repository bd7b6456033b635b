package dev.catchment.operator.status;

/**
 * The conditions of every kind; which kind has which, and what each reason means, stands in {@link ConditionTree}.
 *
 * <pre>
 * Ready                     the first that is False, else the first that is Unknown, decides and lends its reason
 * ├── Accepted              every kind                 the spec is valid
 * ├── ResolvedRefs          every kind                 everything it refers to is there
 * ├── TestsPassed           Destination, Filter        its own cases pass; only with spec.tests
 * ├── Provisioned           Workspace                  its streams and buckets are as they should be
 * ├── PlanesReady           Workspace                  the pods of its planes run
 * └── Programmed            every kind                 every live instance of its plane has applied it
 *
 * Stalled     = Accepted or TestsPassed is False       nothing happens until the spec changes
 * Reconciling = neither Ready nor Stalled              it may become Ready by itself
 *
 * Beside them, without a say in Ready:
 *     DurabilityVerified    Workspace                  whether the NATS servers were seen to sync every write
 *     DataLoss              Workspace                  True: the event log lost what somebody still needed
 *     Delivering            Destination                whether the tool takes what is sent to it
 * </pre>
 */
public enum ConditionType {
    ACCEPTED("Accepted", Role.NEEDED_AND_STALLS, Truth.TRUE, "the spec is valid"),
    RESOLVED_REFS("ResolvedRefs", Role.NEEDED, Truth.TRUE, "everything it refers to is there"),
    TESTS_PASSED("TestsPassed", Role.NEEDED_AND_STALLS, Truth.TRUE, "its own cases pass; only with spec.tests"),
    PROVISIONED("Provisioned", Role.NEEDED, Truth.TRUE, "its streams and buckets in NATS are as they should be"),
    PLANES_READY("PlanesReady", Role.NEEDED, Truth.TRUE, "the pods of ingest and delivery run"),
    PROGRAMMED("Programmed", Role.NEEDED, Truth.TRUE, "every ready pod of its plane has applied it"),
    READY("Ready", Role.ROLLED_UP, Truth.TRUE, "all of these are True"),
    RECONCILING("Reconciling", Role.ROLLED_UP, Truth.FALSE, "not Ready, and it may become so by itself"),
    STALLED("Stalled", Role.ROLLED_UP, Truth.FALSE, "not Ready until somebody changes its spec"),
    DURABILITY_VERIFIED(
            "DurabilityVerified", Role.BESIDE, Truth.TRUE, "the NATS servers were seen to sync every write"),
    DATA_LOSS("DataLoss", Role.BESIDE, Truth.FALSE, "the event log lost what somebody still needed"),
    DELIVERING("Delivering", Role.BESIDE, Truth.TRUE, "the tool takes what is sent to it");

    private final String wireName;
    private final Role role;
    private final Truth good;
    private final String whenTrue;

    private enum Role {
        NEEDED,
        NEEDED_AND_STALLS,
        ROLLED_UP,
        BESIDE
    }

    ConditionType(String wireName, Role role, Truth good, String whenTrue) {
        this.wireName = wireName;
        this.role = role;
        this.good = good;
        this.whenTrue = whenTrue;
    }

    public String wireName() {
        return wireName;
    }

    /** Whether Ready needs it to be True, where a kind has it. */
    public boolean neededForReady() {
        return role == Role.NEEDED || role == Role.NEEDED_AND_STALLS;
    }

    /** Whether nothing but a change of the spec helps when it is False. */
    public boolean stalls() {
        return role == Role.NEEDED_AND_STALLS;
    }

    /** Whether it is made of the others. */
    public boolean rolledUp() {
        return role == Role.ROLLED_UP;
    }

    /** What it says when it is True, as a clause. */
    public String whenTrue() {
        return whenTrue;
    }

    /** The status it has when nothing is wrong. */
    public Truth good() {
        return good;
    }
}
