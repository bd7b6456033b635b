package dev.catchment.operator.status;

import static dev.catchment.operator.status.ConditionTree.DESTINATION;
import static dev.catchment.operator.status.ConditionTree.WORKSPACE;
import static dev.catchment.operator.status.ConditionType.DATA_LOSS;
import static dev.catchment.operator.status.ConditionType.DELIVERING;
import static dev.catchment.operator.status.ConditionType.DURABILITY_VERIFIED;
import static dev.catchment.operator.status.Truth.FALSE;
import static dev.catchment.operator.status.Truth.TRUE;
import static dev.catchment.operator.status.Truth.UNKNOWN;

import java.util.List;
import java.util.Set;

/** What is to be known and does not make a resource unready: DurabilityVerified, DataLoss, Delivering. */
final class SideMeanings {
    private static final Set<ConditionTree> OF_WORKSPACES = Set.of(WORKSPACE);
    private static final Set<ConditionTree> OF_DESTINATIONS = Set.of(DESTINATION);

    static final List<Meaning> ALL = List.of(
            Meaning.of(
                    OF_WORKSPACES,
                    DURABILITY_VERIFIED,
                    TRUE,
                    Reason.REPLICATED,
                    "`durability: replicated`: what was answered with 200 lies on a quorum of the NATS servers.",
                    ""),
            Meaning.of(
                    OF_WORKSPACES,
                    DURABILITY_VERIFIED,
                    UNKNOWN,
                    Reason.SYNC_INTERVAL_NOT_VISIBLE,
                    "`durability: fsync` needs `sync_interval: always` on the NATS servers, which they do not show.",
                    "Look into their configuration; nothing else is wrong."),
            Meaning.of(OF_WORKSPACES, DATA_LOSS, FALSE, Reason.NOTHING_LOST, "The event log has lost nothing.", ""),
            Meaning.of(
                    OF_WORKSPACES,
                    DATA_LOSS,
                    FALSE,
                    Reason.LOSS_ACKNOWLEDGED,
                    "The event log has lost no more than what the annotation"
                            + " `catchment.dev/acknowledged-lost-frames` says.",
                    ""),
            Meaning.of(
                    OF_WORKSPACES,
                    DATA_LOSS,
                    TRUE,
                    Reason.FRAMES_LOST,
                    "The event log no longer has frames that a destination or the archive still needed: a volume was lost"
                            + " or restored from an older copy, or somebody purged the stream. Delivery goes on with what"
                            + " is there.",
                    "Find out what became of the volume; senders can send that time again, repeats are removed. Then set the"
                            + " annotation that the message names."),
            Meaning.of(
                    OF_WORKSPACES,
                    DATA_LOSS,
                    UNKNOWN,
                    Reason.PENDING,
                    "What delivery knows of the log was not read yet.",
                    "See the other conditions for what comes first."),
            Meaning.of(
                    OF_DESTINATIONS,
                    DELIVERING,
                    TRUE,
                    Reason.DELIVERING,
                    "The tool takes what is sent to it, as far as anything was sent of late.",
                    ""),
            Meaning.of(
                    OF_DESTINATIONS,
                    DELIVERING,
                    FALSE,
                    Reason.CREDENTIALS_REJECTED,
                    "The tool refuses the credentials (401, 403 or 407, or its token endpoint does). Its events wait, and"
                            + " none is lost before `retryFor` or the log's space is over.",
                    "Correct the Secret; that takes effect within seconds, and what waits is then delivered."),
            Meaning.of(
                    OF_DESTINATIONS,
                    DELIVERING,
                    FALSE,
                    Reason.CIRCUIT_OPEN,
                    "The tool fails whatever is sent: it cannot be reached, is overloaded (429, 503) or answers nothing but"
                            + " errors. Its events wait; it is tried again after pauses of up to a minute.",
                    "See the error in the message. When the tool is well again, what waits is delivered."),
            Meaning.of(
                    OF_DESTINATIONS,
                    DELIVERING,
                    FALSE,
                    Reason.EVENTS_REFUSED,
                    "The tool answers, but nothing was ever delivered, and events became dead letters.",
                    "See `status.counters.deadLetterReasons` and `catchment dead-letters cat`; correct the mapping or the"
                            + " settings, then re-drive them."),
            Meaning.of(
                    OF_DESTINATIONS,
                    DELIVERING,
                    FALSE,
                    Reason.SUSPENDED,
                    "`spec.suspend` is true: its events wait.",
                    "Set it to false when they are to be delivered."),
            Meaning.of(
                    OF_DESTINATIONS,
                    DELIVERING,
                    UNKNOWN,
                    Reason.DISABLED,
                    "`spec.enabled` is false: its events are counted and not kept.",
                    ""),
            Meaning.of(
                    OF_DESTINATIONS,
                    DELIVERING,
                    UNKNOWN,
                    Reason.NO_TRAFFIC,
                    "Nothing was delivered yet, and nothing failed.",
                    "If something should have been: see that its sources send, and `status.counters.filtered`."));

    private SideMeanings() {}
}
