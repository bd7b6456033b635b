package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What a workspace is to be: every field is optional. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.partitions) || !has(oldSelf.partitions) || self.partitions == oldSelf.partitions",
        message = "is immutable: create another Workspace to change it",
        fieldPath = ".partitions")
@ValidationRule(
        value =
                "!has(self.durability) || self.durability != 'replicated' || !has(self.nats) || !has(self.nats.replicas) || self.nats.replicas >= 3",
        message = "replicated needs nats.replicas of at least 3",
        fieldPath = ".durability")
public record WorkspaceSpec(
        @JsonPropertyDescription("The NATS JetStream that stores everything. Default: the installation's.") @Nullable NatsConnection nats,

        @JsonPropertyDescription(
                "Parts of the event log, each with its own disk syncs and its own delivery director. One carries tens of thousands of events a second. Cannot be changed later.")
        @Default("1")
        @Min(1) @Max(256) @Nullable Integer partitions,

        @JsonPropertyDescription("The event log.") @Default("{}") @Nullable EventLog log,

        @JsonPropertyDescription("Recognising duplicates.") @Default("{}") @Nullable Dedupe dedupe,

        @JsonPropertyDescription(
                "What a 200 means: fsync, the event is on disk; replicated, it is on a majority of at least three NATS servers.")
        @Default("fsync")
        @Nullable Durability durability,

        @JsonPropertyDescription("The pods that take in events.") @Default("{}") @Nullable IngestPlane ingest,

        @JsonPropertyDescription("The pods that deliver events and write the archive.") @Default("{}") @Nullable DeliveryPlane delivery,

        @JsonPropertyDescription("The archive of every accepted event.") @Default("{}") @Nullable Archive archive,

        @JsonPropertyDescription("Where destinations may send to.") @Nullable Egress egress,

        @JsonPropertyDescription("The NetworkPolicies of the pods.") @Default("{}") @Nullable NetworkPolicies networkPolicies,

        @JsonPropertyDescription(
                "What happens to the stored events, the archive and the state when the Workspace is deleted: Retain keeps them, Delete removes them.")
        @Default("Retain")
        @Nullable DeletionPolicy deletionPolicy) {}
