package dev.catchment.compile;

import static java.util.Objects.requireNonNullElse;

import dev.catchment.api.v1alpha1.Egress;
import dev.catchment.contract.AddressRange;
import dev.catchment.contract.MetadataAddresses;
import dev.catchment.contract.plan.DeliverySettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cuts what a Workspace asks for down to what the installation allows, and names what was cut. */
final class EgressCompiler {
    private static final String CIDRS = "spec.egress.allowCIDRs";

    private final EgressMaximum maximum;
    private final List<Diagnostic> found;
    private final @Nullable List<AddressRange> most;

    EgressCompiler(EgressMaximum maximum, List<Diagnostic> found) {
        this.maximum = maximum;
        this.found = found;
        this.most = maximum.allowCidrs() == null
                ? null
                : maximum.allowCidrs().stream().map(AddressRange::parse).toList();
    }

    DeliverySettings.Egress compile(@Nullable Egress egress) {
        if (egress == null) {
            return new DeliverySettings.Egress(List.of(), List.of());
        }
        Set<String> cidrs = new LinkedHashSet<>();
        for (int i = 0; i < egress.allowCIDRs().size(); i++) {
            cidrs.addAll(cidr(egress.allowCIDRs().get(i), CIDRS + "[" + i + "]"));
        }
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < egress.allowPorts().size(); i++) {
            int port = egress.allowPorts().get(i);
            if (maximum.allowPorts() == null || maximum.allowPorts().contains(port)) {
                ports.add(port);
            } else {
                report(
                        "spec.egress.allowPorts[" + i + "]",
                        port + " is left out: it is not in the ports of the" + " installation's egress.maximum");
            }
        }
        return new DeliverySettings.Egress(List.copyOf(cidrs), ports);
    }

    private List<String> cidr(String text, String path) {
        AddressRange range = AddressRange.parse(text);
        boolean metadata = MetadataAddresses.areNamedBy(range);
        if (most == null && !metadata) {
            return List.of(text);
        }
        List<AddressRange> limits = requireNonNullElse(most, List.<AddressRange>of()).stream()
                .filter(limit -> !metadata || MetadataAddresses.areNamedBy(limit))
                .toList();
        if (limits.stream().anyMatch(limit -> limit.contains(range))) {
            return List.of(text);
        }
        List<String> left = limits.stream()
                .flatMap(limit -> limit.intersection(range).stream())
                .map(AddressRange::toString)
                .toList();
        if (!left.isEmpty()) {
            report(path, text + " is cut down to " + String.join(", ", left) + " by the installation's egress.maximum");
        } else if (metadata) {
            report(
                    path,
                    text + " is left out: metadata addresses are reached only if the installation's egress.maximum"
                            + " names them");
        } else {
            report(path, text + " is left out: it is outside of the installation's egress.maximum");
        }
        return left;
    }

    private void report(String path, String message) {
        found.add(Diagnostic.warning(DiagnosticReason.EGRESS_EXCEEDS_MAXIMUM, path, message));
    }
}
