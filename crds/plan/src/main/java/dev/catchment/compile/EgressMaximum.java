package dev.catchment.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The most that a Workspace may add to where destinations may send to.
 *
 * @param allowCidrs networks in CIDR notation; absent: every network. Metadata addresses only where a range within them is
 *     listed
 * @param allowPorts absent: every port
 */
public record EgressMaximum(
        @Nullable List<String> allowCidrs, @Nullable List<Integer> allowPorts) {
    public static final EgressMaximum NONE = new EgressMaximum(null, null);

    public EgressMaximum {
        allowCidrs = allowCidrs == null ? null : List.copyOf(allowCidrs);
        allowPorts = allowPorts == null ? null : List.copyOf(allowPorts);
    }
}
