package dev.catchment.delivery;

import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.DeliverySettings.Egress;
import dev.catchment.delivery.http.Deadlines;
import dev.catchment.delivery.http.Outbound;
import dev.catchment.delivery.plan.DestinationForm;
import dev.catchment.delivery.plan.PlanInForce;
import java.time.Clock;
import java.util.List;

/** The HTTP client that follows the Workspace's egress rules: another rule, another client, no old connection. */
final class OutboundInForce implements PlanInForce.Follower {
    private final Deadlines deadlines;
    private final Clock clock;
    private Egress egress = new Egress(List.of(), List.of());
    private volatile Outbound client;

    OutboundInForce(Deadlines deadlines, Clock clock) {
        this.deadlines = deadlines;
        this.clock = clock;
        this.client = new Outbound(egress, deadlines, clock);
    }

    Outbound client() {
        return client;
    }

    void close() {
        client.close();
    }

    @Override
    public void settings(DeliverySettings settings) {
        if (!settings.egress().equals(egress)) {
            egress = settings.egress();
            Outbound former = client;
            client = new Outbound(egress, deadlines, clock);
            former.close();
        }
    }

    @Override
    public void inForce(DestinationForm form) {}

    @Override
    public void gone(String destination) {}
}
