package dev.catchment.operator.status;

import static dev.catchment.operator.status.ConditionTree.EVERY;
import static dev.catchment.operator.status.ConditionTree.WORKSPACE;
import static dev.catchment.operator.status.ConditionType.ACCEPTED;
import static dev.catchment.operator.status.ConditionType.PROGRAMMED;
import static dev.catchment.operator.status.ConditionType.PROVISIONED;
import static dev.catchment.operator.status.ConditionType.RESOLVED_REFS;
import static dev.catchment.operator.status.Truth.FALSE;
import static dev.catchment.operator.status.Truth.TRUE;
import static dev.catchment.operator.status.Truth.UNKNOWN;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is to be said of NATS: Provisioned, and what of every other condition is not known while NATS is in the way. */
final class BrokerMeanings {
    private static final Set<ConditionTree> OF_WORKSPACES = Set.of(WORKSPACE);

    private static final String SEE = "See Provisioned of the Workspace, which says what to do.";
    private static final String PERMISSIONS = "Give the user the permissions that the message names.";

    private record Trouble(Truth provisioned, Reason reason, String means, String remedy) {}

    /** By what is known of the streams and buckets then. */
    private static final List<Trouble> TROUBLES = List.of(
            new Trouble(
                    UNKNOWN,
                    Reason.BROKER_UNAVAILABLE,
                    "NATS cannot be reached, or does not do what it is asked. The planes that run go on as they are.",
                    "See that NATS runs and that the operator may connect; it is tried again without end."),
            new Trouble(
                    UNKNOWN,
                    Reason.BROKER_UNAUTHORIZED,
                    "NATS refuses the credentials of the operator.",
                    "Correct the Secret that `spec.nats.credentialsSecretRef` names, or the installation's; it takes effect at"
                            + " once."),
            new Trouble(
                    UNKNOWN,
                    Reason.JETSTREAM_DISABLED,
                    "The NATS server has no JetStream, or has switched it off, as when its disk failed.",
                    "Switch JetStream on for the account, and see the log of the NATS server."),
            new Trouble(
                    FALSE,
                    Reason.STREAMS_REFUSED,
                    "NATS does not let a stream or bucket be as it should be. What is there goes on.",
                    "Do what the message says, on the NATS servers or in the spec."),
            new Trouble(
                    FALSE,
                    Reason.STREAMS_CLAIMED,
                    "Another cluster with a Workspace of this namespace and name holds the hub in NATS. Nothing is written"
                            + " to it from here, and no pods run here.",
                    "Give one of them another name or another NATS, or stop the other one; its claim then ends by itself."),
            new Trouble(
                    FALSE,
                    Reason.INSUFFICIENT_STORAGE,
                    "The store of NATS has no room for a stream or bucket. What is there goes on.",
                    "Give JetStream more room, or lower `spec.log.maxBytes` and `spec.archive.maxBytes`."),
            new Trouble(
                    FALSE,
                    Reason.PLAN_BUCKET_FULL,
                    "The plan does not fit into its bucket. What was in force stays in force.",
                    "Raise `CATCHMENT_PLAN_MAX_BYTES` of the operator, or remove resources."));

    static final List<Meaning> ALL = all();

    private BrokerMeanings() {}

    private static List<Meaning> all() {
        List<Meaning> all = new ArrayList<>();
        all.add(Meaning.of(
                OF_WORKSPACES,
                PROVISIONED,
                TRUE,
                Reason.PROVISIONED,
                "The streams and buckets in NATS are as they should be.",
                ""));
        for (Trouble trouble : TROUBLES) {
            all.add(Meaning.of(
                    OF_WORKSPACES,
                    PROVISIONED,
                    trouble.provisioned(),
                    trouble.reason(),
                    trouble.means(),
                    trouble.remedy()));
            unknown(all, trouble.reason());
        }
        // refused as a whole, or for one stream
        for (Truth status : List.of(UNKNOWN, FALSE)) {
            all.add(Meaning.of(
                    OF_WORKSPACES,
                    PROVISIONED,
                    status,
                    Reason.BROKER_PERMISSION_DENIED,
                    "NATS does not allow the operator's user what the hub needs.",
                    PERMISSIONS));
        }
        unknown(all, Reason.BROKER_PERMISSION_DENIED);
        all.add(Meaning.of(
                OF_WORKSPACES,
                PROVISIONED,
                UNKNOWN,
                Reason.PENDING,
                "It was not looked at yet.",
                "See the other conditions for what comes first."));
        return List.copyOf(all);
    }

    private static void unknown(List<Meaning> all, Reason reason) {
        all.add(Meaning.of(
                EVERY, ACCEPTED, UNKNOWN, reason, "It was not looked at, because NATS cannot be used for it.", SEE));
        all.add(Meaning.of(
                EVERY,
                RESOLVED_REFS,
                UNKNOWN,
                reason,
                "It was not looked at, because NATS cannot be used for it.",
                SEE));
        all.add(Meaning.of(
                EVERY,
                PROGRAMMED,
                UNKNOWN,
                reason,
                "It is not known, because NATS cannot be used for it. What was in force stays in force.",
                SEE));
    }
}
