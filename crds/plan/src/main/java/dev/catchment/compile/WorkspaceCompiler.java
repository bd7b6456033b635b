package dev.catchment.compile;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.catchment.api.v1alpha1.Amounts;
import dev.catchment.api.v1alpha1.Archive;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.api.v1alpha1.WorkspaceSpec;
import dev.catchment.contract.AddressRange;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.IngestSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a Workspace says to the planes. */
final class WorkspaceCompiler {

    private WorkspaceCompiler() {}

    static void compile(Workspace workspace, Compilation plan) {
        Checked<Workspace> checked = Checked.of(workspace, Workspace.class);
        List<Diagnostic> found = new ArrayList<>(checked.diagnostics());
        if (checked.valid()) {
            WorkspaceSpec spec = checked.resource().getSpec();
            checkNetworks(trustedProxies(spec), "spec.ingest.trustedProxies", found);
            checkNetworks(spec.egress() == null ? null : spec.egress().allowCIDRs(), "spec.egress.allowCIDRs", found);
        }
        if (!found.isEmpty()) {
            plan.report(ResourceId.of(workspace), found);
            plan.previous(IngestSettings.KEY, IngestSettings.class)
                    .ifPresent(settings -> plan.keeps(ResourceId.of(workspace)));
            plan.keep(IngestSettings.KEY);
            plan.keep(DeliverySettings.KEY);
            return;
        }
        WorkspaceSpec spec = checked.resource().getSpec();
        Installation installation = plan.installation();
        DeliverySettings.Egress egress = new EgressCompiler(installation.egress(), found).compile(spec.egress());
        plan.report(ResourceId.of(workspace), found);
        int partitions = requireNonNull(spec.partitions());
        plan.put(new IngestSettings(partitions, trustedProxies(spec)));
        plan.put(new DeliverySettings(
                partitions,
                Amounts.seconds(requireNonNull(requireNonNull(spec.dedupe()).window())),
                logBytes(spec, installation) / partitions,
                Amounts.seconds(requireNonNull(requireNonNull(spec.log()).keep())),
                archive(requireNonNull(spec.archive()), installation),
                egress));
    }

    private static @Nullable List<String> trustedProxies(WorkspaceSpec spec) {
        return spec.ingest() == null ? null : spec.ingest().trustedProxies();
    }

    /** The schema's pattern lets texts pass that only look like networks. */
    private static void checkNetworks(@Nullable List<String> networks, String path, List<Diagnostic> found) {
        List<String> all = requireNonNullElse(networks, List.of());
        for (int i = 0; i < all.size(); i++) {
            try {
                AddressRange.parse(all.get(i));
            } catch (IllegalArgumentException e) {
                found.add(Diagnostic.notAccepted(
                        DiagnosticReason.INVALID_SPEC,
                        path + "[" + i + "]",
                        "is no network: write it as in 10.20.0.0/16 or 2001:db8::/32"));
            }
        }
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
