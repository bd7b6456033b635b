package dev.catchment.compile;

import static java.util.Objects.requireNonNull;

import dev.catchment.api.v1alpha1.Amounts;
import dev.catchment.api.v1alpha1.Archive;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.api.v1alpha1.WorkspaceSpec;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.IngestSettings;
import java.util.List;

/** What a Workspace says to the planes. */
final class WorkspaceCompiler {

    private WorkspaceCompiler() {}

    static void compile(Workspace workspace, Compilation plan) {
        Checked<Workspace> checked = Checked.of(workspace, Workspace.class);
        plan.report(ResourceId.of(workspace), checked.diagnostics());
        if (!checked.valid()) {
            plan.keep(IngestSettings.KEY);
            plan.keep(DeliverySettings.KEY);
            return;
        }
        WorkspaceSpec spec = checked.resource().getSpec();
        int partitions = requireNonNull(spec.partitions());
        plan.put(new IngestSettings(partitions));
        plan.put(new DeliverySettings(
                partitions,
                Amounts.seconds(requireNonNull(requireNonNull(spec.dedupe()).window())),
                logBytes(spec, plan.input().installation()) / partitions,
                Amounts.seconds(requireNonNull(requireNonNull(spec.log()).keep())),
                archive(requireNonNull(spec.archive()), plan.input().installation()),
                spec.egress() == null
                        ? new DeliverySettings.Egress(List.of(), List.of())
                        : new DeliverySettings.Egress(
                                spec.egress().allowCIDRs(), spec.egress().allowPorts())));
    }

    private static long logBytes(WorkspaceSpec spec, Installation installation) {
        String own = requireNonNull(spec.log()).maxBytes();
        return own == null ? installation.logMaxBytes() : Amounts.bytes(own);
    }

    private static DeliverySettings.Archive archive(Archive archive, Installation installation) {
        return new DeliverySettings.Archive(
                Amounts.seconds(requireNonNull(archive.keep())),
                archive.maxBytes() == null ? installation.archiveMaxBytes() : Amounts.bytes(archive.maxBytes()),
                Amounts.bytes(requireNonNull(archive.objectSize())),
                Amounts.seconds(requireNonNull(archive.rollEvery())));
    }
}
