package dev.catchment.compile;

import dev.catchment.api.v1alpha1.Egress;
import dev.catchment.contract.AddressRange;
import dev.catchment.contract.plan.DeliverySettings;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** What destinations of a Workspace may reach beside public addresses, for those who need it outside of the plan. */
public final class WorkspaceEgress {
    private WorkspaceEgress() {}

    /** As the plan says it; what is no network is left out. */
    public static DeliverySettings.Egress of(@Nullable Egress egress, EgressMaximum maximum) {
        Egress readable = egress == null
                ? null
                : new Egress(
                        egress.allowCIDRs().stream()
                                .filter(WorkspaceEgress::isNetwork)
                                .toList(),
                        egress.allowPorts());
        return new EgressCompiler(maximum, new ArrayList<>()).compile(readable);
    }

    private static boolean isNetwork(String text) {
        try {
            AddressRange.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
